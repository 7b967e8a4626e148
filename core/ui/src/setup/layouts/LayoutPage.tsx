// Arranges the record page of an object: head, sections, related lists.
import { Button, MultiSelect, Select, SimpleGrid } from "@mantine/core";
import { IconRotate } from "@tabler/icons-react";
import { useState } from "react";
import { useParams } from "react-router";
import { useObject } from "../../api/client";
import type { UiObject } from "../../api/types";
import { t } from "../../i18n";
import { Empty, Loaded, Section, SetupPage, Source } from "../kit/page";
import { putting, retiring, useChange, useDefinition, useDefinitions, type Definition } from "../kit/meta";
import { PlanDialog, Refusals } from "../kit/PlanView";
import type { PermissionSetDoc } from "../rights/documents";
import { cleaned, type LayoutDoc } from "./documents";
import { RelatedEditor } from "./RelatedEditor";
import { SectionsEditor } from "./SectionsEditor";

type Set = (part: Partial<LayoutDoc>) => void;

function Head({ object, layout, set }: { object: UiObject; layout: LayoutDoc; set: Set }) {
  const sets = useDefinitions<PermissionSetDoc>("permission_set").data ?? [];
  const fields = Object.values(object.fields).map(({ name, label }) => ({ value: name, label }));
  const choices = Object.values(object.fields).filter((field) => field.type === "choice").map(({ name, label }) => ({ value: name, label }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing={12}>
      <MultiSelect label={t("Key figures in the head")} searchable data={fields} value={layout.header ?? []} onChange={(header) => set({ header })} />
      <Select label={t("Drawn as steps")} clearable data={choices} value={layout.path ?? null} onChange={(path) => set({ path: path ?? undefined })} />
      <MultiSelect label={t("For holders of")} placeholder={layout.permission_sets?.length ? undefined : t("Everybody")} data={sets.map((one) => ({ value: one.name, label: one.definition.label ?? one.name }))} value={layout.permission_sets ?? []} onChange={(permission_sets) => set({ permission_sets })} />
    </SimpleGrid>
  );
}

function Page({ definition, object }: { definition: Definition<LayoutDoc>; object: UiObject }) {
  const [layout, setLayout] = useState<LayoutDoc>(definition.definition);
  const change = useChange();
  const set: Set = (part) => setLayout((now) => ({ ...now, ...part }));
  const dirty = JSON.stringify(cleaned(layout)) !== JSON.stringify(cleaned(definition.definition));
  return (
    <SetupPage
      wide
      title={t("Layout: {object}", { object: object.label })}
      back={{ to: "/setup/layouts", label: t("Layouts") }}
      sign={<Source layer={definition.layer} owner={definition.owner} />}
      actions={
        <>
          <Button variant="subtle" color="gray" leftSection={<IconRotate size={14} aria-hidden />} onClick={() => void change.propose(retiring("layout", definition.name))}>{definition.layer === "tenant" ? t("Put away") : t("As delivered")}</Button>
          <Button variant="default" disabled={!dirty} onClick={() => setLayout(definition.definition)}>{t("Discard")}</Button>
          <Button disabled={!dirty} loading={change.busy} onClick={() => void change.propose(putting("layout", cleaned(layout)))}>{t("Save")}</Button>
        </>
      }
    >
      <Refusals change={change} />
      <Head object={object} layout={layout} set={set} />
      <Section title={t("Sections")}><SectionsEditor object={object} sections={layout.sections} onChange={(sections) => set({ sections })} /></Section>
      <Section title={t("Related lists")}><RelatedEditor object={object.name} related={layout.related ?? []} onChange={(related) => set({ related })} /></Section>
      <PlanDialog change={change} title={t("Layout: {object}", { object: object.label })} />
    </SetupPage>
  );
}

function WithObject({ definition }: { definition: Definition<LayoutDoc> }) {
  const object = useObject(definition.definition.object);
  return object ? <Page key={definition.version} definition={definition} object={object} /> : <Empty>{t("The object of this layout isn't there.")}</Empty>;
}

export default function LayoutPage() {
  const { layout = "" } = useParams();
  const definition = useDefinition<LayoutDoc>("layout", layout);
  return <Loaded asked={definition}>{(found) => <WithObject definition={found} />}</Loaded>;
}
