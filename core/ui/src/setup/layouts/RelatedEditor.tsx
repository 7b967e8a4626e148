// The related lists of a layout: which, in what order, with which columns.
import { ActionIcon, MultiSelect, Select, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { useCatalogue } from "../../api/client";
import type { FieldProblem, UiCatalogue, UiField } from "../../api/types";
import { t } from "../../i18n";
import { SortableLines } from "../../lib/SortableLines";
import { problemAt } from "../kit/meta";
import { declaredLabel, moved, relatedKey, shownLabel, type RelatedDoc, type Texts } from "./documents";
import classes from "./Layout.module.css";

interface RelatedProps {
  object: string;
  related: RelatedDoc[];
  problems: FieldProblem[];
  /** Translations of labels, by the label. */
  texts: Texts;
  onChange: (related: RelatedDoc[]) => void;
}

function leadsTo(field: UiField, object: string): boolean {
  if (field.type === "any_reference") return field.to === "*" || (Array.isArray(field.to) && field.to.includes(object));
  return ["reference", "master_detail", "many_to_many", "user"].includes(field.type) && field.to === object && !field.system;
}

function choicesOf(catalogue: UiCatalogue, object: string): { value: string; label: string }[] {
  return Object.values(catalogue.objects).flatMap((child) => Object.values(child.fields).filter((field) => leadsTo(field, object))
    .map((field) => ({ value: `${child.name}.${field.name}`, label: `${child.plural} (${field.label})` })));
}

const labelOf = (catalogue: UiCatalogue, texts: Texts, list: RelatedDoc): string => shownLabel(texts, list.label) ?? catalogue.objects[list.object]?.plural ?? list.object;

function Line({ list, place, related, problems, texts, onChange }: Omit<RelatedProps, "object"> & { list: RelatedDoc; place: number }) {
  const catalogue = useCatalogue();
  const child = catalogue.objects[list.object];
  const columns = Object.values(child?.fields ?? {}).map(({ name, label }) => ({ value: name, label }));
  const paths = (list.columns ?? []).filter((path) => !columns.some((column) => column.value === path)).map((path) => ({ value: path, label: path }));
  const set = (part: Partial<RelatedDoc>) => onChange(related.map((one) => (one === list ? { ...one, ...part } : one)));
  const label = labelOf(catalogue, texts, list);
  const wrong = problems.filter(({ field }) => field.includes(`/related/${place}/`)).map(({ message }) => message).join(" ") || problemAt(problems, `/related/${place}`);
  return (
    <div className={classes.related} role="group" aria-label={label}>
      <TextInput size="xs" className={classes.relatedName} aria-label={t("Label")} placeholder={child?.plural} value={shownLabel(texts, list.label) ?? ""} onChange={(event) => set({ label: declaredLabel(texts, event.currentTarget.value) || undefined })} />
      <MultiSelect size="xs" className={classes.relatedColumns} aria-label={t("Columns of {list}", { list: label })} placeholder={list.columns?.length ? undefined : t("Columns")} searchable data={[...columns, ...paths]} value={list.columns ?? []} error={wrong} onChange={(names) => set({ columns: names.length ? names : undefined })} />
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Move up: {name}", { name: label })} disabled={place === 0} onClick={() => onChange(moved(related, place, place - 1))}><IconArrowUp size={14} aria-hidden /></ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Move down: {name}", { name: label })} disabled={place === related.length - 1} onClick={() => onChange(moved(related, place, place + 1))}><IconArrowDown size={14} aria-hidden /></ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Hide {name}", { name: label })} onClick={() => onChange(related.filter((one) => one !== list))}><IconEyeOff size={14} aria-hidden /></ActionIcon>
    </div>
  );
}

export function RelatedEditor(props: RelatedProps) {
  const { object, related, texts, onChange } = props;
  const catalogue = useCatalogue();
  const [words, setWords] = useState("");
  const byKey = new Map(related.map((list) => [relatedKey(list), list]));
  const open = choicesOf(catalogue, object).filter((choice) => !byKey.has(choice.value));
  const add = (value: string | null) => {
    const [child = "", field = ""] = (value ?? "").split(".");
    const found = catalogue.objects[child];
    setWords("");
    if (found && field) onChange([...related, { object: child, field, columns: [found.name_field] }]);
  };
  const named = (key: string) => { const list = byKey.get(key); return list ? labelOf(catalogue, texts, list) : key; };
  return (
    <>
      <div className={classes.relatedList}>
        <SortableLines names={[...byKey.keys()]} labelOf={named} onChange={(keys) => onChange(keys.flatMap((key) => byKey.get(key) ?? []))}>
          {(key) => { const list = byKey.get(key); return list && <Line {...props} list={list} place={related.indexOf(list)} />; }}
        </SortableLines>
        {related.length === 0 && <Text size="xs" c="dimmed">{t("No related lists are shown.")}</Text>}
      </div>
      <Select size="xs" maw={320} searchable data={open} placeholder={t("Add a list of records that refer here")} aria-label={t("Add a list of records that refer here")} nothingFoundMessage={t("Nothing found")} value={null} searchValue={words} onSearchChange={setWords} onChange={add} />
    </>
  );
}
