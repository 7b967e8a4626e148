// The related lists of a layout: which, in what order, with which columns.
import { ActionIcon, MultiSelect, Select, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { useCatalogue } from "../../api/client";
import type { UiCatalogue, UiField } from "../../api/types";
import { t } from "../../i18n";
import { moved, type RelatedDoc } from "./documents";
import classes from "./Layout.module.css";

function leadsTo(field: UiField, object: string): boolean {
  if (field.type === "any_reference") return field.to === "*" || (Array.isArray(field.to) && field.to.includes(object));
  return ["reference", "master_detail", "many_to_many", "user"].includes(field.type) && field.to === object && !field.system;
}

function choicesOf(catalogue: UiCatalogue, object: string): { value: string; label: string }[] {
  return Object.values(catalogue.objects).flatMap((child) => Object.values(child.fields).filter((field) => leadsTo(field, object))
    .map((field) => ({ value: `${child.name}.${field.name}`, label: `${child.plural} (${field.label})` })));
}

const keyOf = ({ object, field }: RelatedDoc): string => `${object}.${field}`;

function Line({ list, place, all, onChange }: { list: RelatedDoc; place: number; all: RelatedDoc[]; onChange: (all: RelatedDoc[]) => void }) {
  const { objects } = useCatalogue();
  const child = objects[list.object];
  const columns = Object.values(child?.fields ?? {}).map(({ name, label }) => ({ value: name, label }));
  const paths = (list.columns ?? []).filter((path) => !columns.some((column) => column.value === path)).map((path) => ({ value: path, label: path }));
  const set = (part: Partial<RelatedDoc>) => onChange(all.map((one) => (one === list ? { ...one, ...part } : one)));
  const label = list.label ?? child?.plural ?? list.object;
  return (
    <li className={classes.related}>
      <TextInput size="xs" w={180} aria-label={t("Label")} placeholder={child?.plural} value={list.label ?? ""} onChange={(event) => set({ label: event.currentTarget.value || undefined })} />
      <MultiSelect size="xs" flex={1} aria-label={t("Columns of {list}", { list: label })} placeholder={t("Columns")} searchable data={[...columns, ...paths]} value={list.columns ?? []} onChange={(names) => set({ columns: names.length ? names : undefined })} />
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Move up: {name}", { name: label })} disabled={place === 0} onClick={() => onChange(moved(all, place, place - 1))}><IconArrowUp size={14} aria-hidden /></ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Move down: {name}", { name: label })} disabled={place === all.length - 1} onClick={() => onChange(moved(all, place, place + 1))}><IconArrowDown size={14} aria-hidden /></ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Remove {name}", { name: label })} onClick={() => onChange(all.filter((one) => one !== list))}><IconTrash size={14} aria-hidden /></ActionIcon>
    </li>
  );
}

export function RelatedEditor({ object, related, onChange }: { object: string; related: RelatedDoc[]; onChange: (related: RelatedDoc[]) => void }) {
  const catalogue = useCatalogue();
  const used = new Set(related.map(keyOf));
  const open = choicesOf(catalogue, object).filter((choice) => !used.has(choice.value));
  const add = (value: string | null) => {
    const [child = "", field = ""] = (value ?? "").split(".");
    const found = catalogue.objects[child];
    if (found && field) onChange([...related, { object: child, field, label: found.plural, columns: [found.name_field] }]);
  };
  return (
    <>
      <ul className={classes.relatedList}>{related.map((list, place) => <Line key={keyOf(list)} list={list} place={place} all={related} onChange={onChange} />)}</ul>
      <Select key={related.length} size="xs" w={320} searchable data={open} placeholder={t("Add a list of records that refer here")} aria-label={t("Add a list of records that refer here")} nothingFoundMessage={t("Nothing found")} onChange={add} />
    </>
  );
}
