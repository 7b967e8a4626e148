// What a layout that isn't saved yet would make of a real record.
import { Alert, Text } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { api, keys } from "../../api/client";
import type { Named, PageOf, RecordData, UiLayout, UiObject } from "../../api/types";
import { Lookup } from "../../fields/Lookup";
import { t } from "../../i18n";
import { Details } from "../../record/Details";
import { PathSteps } from "../../record/PathSteps";
import { RecordProvider, useRecordPage } from "../../record/RecordContext";
import { KeyFigures } from "../../record/RecordHeader";
import { RecordName } from "../../record/RecordName";
import { Related } from "../../record/Related";
import { useRelated } from "../../record/relatedLists";
import { Empty, Loaded } from "../kit/page";
import { shownLabel, type LayoutDoc, type Texts } from "./documents";
import classes from "./Layout.module.css";

/** Whether conditions hold for a record: the server looks for it under each of them. */
function useHolding(object: string, id: string, conditions: string[]): Map<string, boolean> {
  const asked = useQueries({
    queries: conditions.map((condition) => ({
      queryKey: [...keys.object(object), "holds", id, condition],
      queryFn: async () => (await api.get<PageOf<RecordData>>(`/records/${object}`, { query: { filter: `id = "${id}" AND (${condition})`, fields: "id", limit: 1 } })).data.length > 0,
      retry: false,
    })),
  });
  return new Map(conditions.map((condition, place) => [condition, asked[place]?.data ?? true]));
}

function drawn(layout: LayoutDoc, holds: Map<string, boolean>, texts: Texts): UiLayout {
  const named = (label: string | undefined) => shownLabel(texts, label);
  const shown = layout.sections.filter(({ visible_when }) => !visible_when || holds.get(visible_when));
  return {
    name: layout.name,
    header: layout.header,
    path: layout.path,
    sections: shown.filter(({ fields }) => fields.length > 0).map(({ label, columns, fields }) => ({ label: named(label), columns, fields })),
    related: (layout.related ?? []).map(({ object, field, label, columns = [] }) => ({ object, field, label: named(label) ?? "", columns })),
  };
}

function Page() {
  const { layout, id } = useRecordPage();
  const related = useRelated(layout, id);
  return (
    <>
      <div className={classes.previewHead}><RecordName /><KeyFigures /><PathSteps /></div>
      <Details />
      {related.map((list) => <Related key={list.key} list={list} />)}
    </>
  );
}

interface PreviewProps {
  object: UiObject;
  layout: LayoutDoc;
  /** Translations of names, by the name. */
  texts: Texts;
  /** Whether something in the layout isn't right, so that its conditions can't be asked about. */
  refused: boolean;
}

function Drawn({ object, id, layout, texts, refused }: PreviewProps & { id: string }) {
  const conditions = refused ? [] : [...new Set(layout.sections.flatMap(({ visible_when }) => visible_when || []))];
  const holds = useHolding(object.name, id, conditions);
  const hidden = layout.sections.filter(({ visible_when }) => visible_when && holds.get(visible_when) === false);
  return (
    <>
      {hidden.length > 0 && <Text size="xs" c="dimmed" role="status">{t("Not shown for this record: {sections}", { sections: hidden.map(({ label }) => shownLabel(texts, label) ?? t("Section")).join(", ") })}</Text>}
      <div className={classes.preview} inert><RecordProvider object={object.name} id={id} preview={drawn(layout, holds, texts)}><Page /></RecordProvider></div>
    </>
  );
}

/** The record that the address names, else the one that was changed last. */
function useSample(object: UiObject, wanted: string | null) {
  return useQuery({
    queryKey: [...keys.object(object.name), "sample", wanted],
    queryFn: async (): Promise<Named | null> => {
      const query = { fields: `id,${object.name_field}`, sort: "-updated_at", limit: 1, filter: wanted ? `id = "${wanted}"` : undefined };
      const [found] = (await api.get<PageOf<RecordData>>(`/records/${object.name}`, { query })).data;
      return found ? { id: found.id, name: String(found[object.name_field] ?? "") } : null;
    },
  });
}

export default function Preview({ object, layout, texts, refused }: PreviewProps) {
  const [params, setParams] = useSearchParams();
  const sample = useSample(object, params.get("record"));
  const choose = (record: Named | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (record) next.set("record", record.id);
    else next.delete("record");
    return next;
  }, { replace: true });
  return (
    <Loaded asked={sample}>
      {(record) => (
        <>
          <div className={classes.sample}><Lookup to={object.name} value={record} onChange={choose} creatable={false} aria-label={t("Drawn with the record")} /></div>
          {refused && <Alert color="orange" variant="light" p="xs" mb="sm">{t("Something in this layout isn't right yet; conditions are left out.")}</Alert>}
          {record ? <Drawn object={object} id={record.id} layout={layout} texts={texts} refused={refused} /> : <Empty>{t("There is no record yet to draw it with.")}</Empty>}
        </>
      )}
    </Loaded>
  );
}
