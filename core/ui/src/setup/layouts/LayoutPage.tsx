// Arranges the record page of an object: head, sections, related lists; and shows what becomes of it.
import { Alert, Button, MultiSelect, SegmentedControl, Select, SimpleGrid } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconRotate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { ProblemError, useCatalogue, useObject } from "../../api/client";
import type { FieldProblem, UiLayout, UiObject } from "../../api/types";
import { PageSkeleton } from "../../app/PageSkeleton";
import { t } from "../../i18n";
import { Empty, Loaded, Section, SetupPage, Source } from "../kit/page";
import { putting, retiring, useChange, useDefinition, useDefinitions, type Definition } from "../kit/meta";
import { PlanDialog, Refusals } from "../kit/PlanView";
import type { PermissionSetDoc } from "../rights/documents";
import { cleaned, relatedKey, type LayoutDoc, type Texts } from "./documents";
import { PanelsEditor } from "./PanelsEditor";
import { RelatedEditor } from "./RelatedEditor";
import { SectionsEditor } from "./SectionsEditor";

const Preview = lazy(() => import("./Preview"));

type Set = (part: Partial<LayoutDoc>) => void;

function Head({ object, layout, set }: { object: UiObject; layout: LayoutDoc; set: Set }) {
  const sets = useDefinitions<PermissionSetDoc>("permission_set").data ?? [];
  const fields = Object.values(object.fields).map(({ name, label }) => ({ value: name, label }));
  const choices = Object.values(object.fields).filter((field) => field.type === "choice").map(({ name, label }) => ({ value: name, label }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing={12}>
      <MultiSelect label={t("Key figures in the head")} searchable data={fields} value={layout.header ?? []} onChange={(header) => set({ header })} />
      <Select label={t("Drawn as steps")} clearable data={choices} value={layout.path ?? null} onChange={(path) => set({ path: path ?? undefined })} />
      <MultiSelect label={t("For holders of")} placeholder={layout.permission_sets?.length ? undefined : t("Everybody")} data={sets.map((one) => ({ value: one.name, label: one.label }))} value={layout.permission_sets ?? []} onChange={(permission_sets) => set({ permission_sets })} />
    </SimpleGrid>
  );
}

/** The document with every related list that the page shows, those that other modules add too: what isn't named is hidden. */
function asShown(definition: Definition<LayoutDoc>, drawn: UiLayout | undefined): LayoutDoc {
  const document = definition.definition;
  if (drawn?.name !== definition.name) return document;
  const said = new Set((document.related ?? []).map(relatedKey));
  const more = drawn.related.filter((list) => !said.has(relatedKey(list))).map(({ object, field, columns }) => ({ object, field, columns }));
  return { ...document, related: [...(document.related ?? []), ...more] };
}

/** What the names of sections and related lists are translated to, as far as the page is drawn by this layout now. */
function translated({ name, definition }: Definition<LayoutDoc>, drawn: UiLayout | undefined): Texts {
  if (drawn?.name !== name) return new Map();
  const sections = definition.sections.map(({ label, fields }) => [label, drawn.sections.find((one) => fields.some((field) => one.fields.includes(field)))?.label]);
  const lists = (definition.related ?? []).map((list) => [list.label, drawn.related.find((one) => relatedKey(one) === relatedKey(list))?.label]);
  return new Map([...lists, ...sections].flatMap(([label, shown]) => (label && shown ? [[label, shown]] : [])));
}

/** What is wrong with the document, asked of the server while it is being changed. */
function useProblems(layout: LayoutDoc, dirty: boolean): FieldProblem[] {
  const [settled] = useDebouncedValue(JSON.stringify(cleaned(layout)), 350);
  const asked = useQuery({
    queryKey: ["meta", "layout", "problems", settled],
    queryFn: async (): Promise<FieldProblem[]> => {
      try {
        await putting("layout", JSON.parse(settled) as LayoutDoc)(true);
        return [];
      } catch (error) {
        if (error instanceof ProblemError && error.errors.length) return error.errors;
        throw error;
      }
    },
    enabled: dirty,
    retry: false,
  });
  return dirty ? (asked.data ?? []) : [];
}

/** The tab that the address names: arranging, or looking at what it makes of a record. */
function useView(): [string, (view: string) => void] {
  const [params, setParams] = useSearchParams();
  const choose = (view: string) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (view === "preview") next.set("view", view);
    else next.delete("view");
    return next;
  }, { replace: true });
  return [params.get("view") === "preview" ? "preview" : "arrange", choose];
}

interface PageProps {
  definition: Definition<LayoutDoc>;
  object: UiObject;
  /** Begins anew with what is stored now. */
  onFresh: () => void;
}

function Page({ definition, object, onFresh }: PageProps) {
  const drawn = useCatalogue().layouts[object.name];
  const [read] = useState(definition);
  const [begun] = useState(() => asShown(definition, drawn));
  const [layout, setLayout] = useState(begun);
  const [texts] = useState(() => translated(definition, drawn));
  const [view, choose] = useView();
  const change = useChange(onFresh);
  const set: Set = (part) => setLayout((now) => ({ ...now, ...part }));
  const dirty = JSON.stringify(cleaned(layout)) !== JSON.stringify(cleaned(begun));
  const problems = useProblems(layout, dirty);
  const outrun = definition.revision !== read.revision;
  return (
    <SetupPage
      wide
      title={t("Layout: {object}", { object: object.label })}
      back={{ to: "/setup/layouts", label: t("Layouts") }}
      sign={<Source layer={definition.layer} owner={definition.owner} />}
      actions={
        <>
          <Button variant="subtle" color="gray" leftSection={<IconRotate size={14} aria-hidden />} disabled={!read.adjusted} onClick={() => void change.propose(retiring("layout", read.name, read.revision))}>{read.layer === "tenant" ? t("Put away") : t("As delivered")}</Button>
          <Button variant="default" disabled={!dirty} onClick={() => setLayout(begun)}>{t("Discard")}</Button>
          <Button disabled={!dirty} loading={change.busy} onClick={() => void change.propose(putting("layout", cleaned(layout), read.revision))}>{t("Save")}</Button>
        </>
      }
    >
      {outrun && <Alert color="orange" variant="light" mb="md" title={t("Somebody else has changed this layout")}><Button size="xs" variant="default" onClick={onFresh}>{t("Go on with theirs")}</Button></Alert>}
      <Refusals change={change} />
      <SegmentedControl mb="md" aria-label={t("View")} data={[{ value: "arrange", label: t("Arrange") }, { value: "preview", label: t("Preview") }]} value={view} onChange={choose} />
      {view === "preview" ? <Suspense fallback={<PageSkeleton />}><Preview object={object} layout={cleaned(layout)} texts={texts} refused={problems.length > 0} /></Suspense> : (
        <>
          <Head object={object} layout={layout} set={set} />
          <Section title={t("Sections")}><SectionsEditor object={object} sections={layout.sections} problems={problems} texts={texts} onChange={(sections) => set({ sections })} /></Section>
          <Section title={t("Related lists")}><RelatedEditor object={object.name} related={layout.related ?? []} problems={problems} texts={texts} onChange={(related) => set({ related })} /></Section>
          <PanelsEditor object={object.name} panels={layout.panels} onChange={(panels) => set({ panels })} />
        </>
      )}
      <PlanDialog change={change} title={t("Layout: {object}", { object: object.label })} />
    </SetupPage>
  );
}

function WithObject({ definition }: { definition: Definition<LayoutDoc> }) {
  const object = useObject(definition.definition.object);
  const [times, setTimes] = useState(0);
  return object ? <Page key={`${definition.name} ${times}`} definition={definition} object={object} onFresh={() => setTimes(times + 1)} /> : <Empty>{t("The object of this layout isn't there.")}</Empty>;
}

export default function LayoutPage() {
  const { layout = "" } = useParams();
  const definition = useDefinition<LayoutDoc>("layout", layout);
  return <Loaded asked={definition}>{(found) => <WithObject definition={found} />}</Loaded>;
}
