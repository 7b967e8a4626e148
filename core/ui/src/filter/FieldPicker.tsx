// Picks a field to ask about: of the object itself, or of a record that it refers to.
import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { useCatalogue } from "../api/client";
import type { UiCatalogue, UiField, UiObject } from "../api/types";
import { t } from "../i18n";
import { targetOf } from "../lib/paths";

interface Offered {
  group: string;
  items: { value: string; label: string }[];
}

const byLabel = (one: { label: string }, other: { label: string }): number => one.label.localeCompare(other.label);

/** What a record needs for itself, and nobody looks for. */
const PLUMBING = new Set(["id", "version", "deleted_at"]);

function itemsOf(fields: UiField[], accepts: (field: UiField) => boolean, prefix = "", words = ""): Offered["items"] {
  return fields.filter((field) => !PLUMBING.has(field.name) && accepts(field)).map((field) => ({ value: prefix + field.name, label: words + field.label })).sort(byLabel);
}

/** Fields of the object, then those one reference away. */
export function offeredFields(catalogue: UiCatalogue, object: UiObject, accepts: (field: UiField) => boolean): Offered[] {
  const fields = Object.values(object.fields);
  const related = fields.flatMap((field) => {
    const target = catalogue.objects[targetOf(field) ?? ""];
    if (!target) return [];
    return [{ group: field.label, items: itemsOf(Object.values(target.fields), accepts, `${field.name}.`, `${field.label} › `) }];
  });
  return [{ group: object.label, items: itemsOf(fields, accepts) }, ...related].filter(({ items }) => items.length > 0);
}

interface FieldPickerProps {
  object: UiObject;
  value: string | null;
  onChange: (path: string) => void;
  accepts: (field: UiField) => boolean;
  label: string;
  autoOpen?: boolean;
}

export function FieldPicker({ object, value, onChange, accepts, label, autoOpen }: FieldPickerProps) {
  const catalogue = useCatalogue();
  const offered = useMemo(() => offeredFields(catalogue, object, accepts), [catalogue, object, accepts]);
  const [words, setWords] = useState(() => offered.flatMap(({ items }) => items).find((item) => item.value === value)?.label ?? "");
  const pick = (path: string | null) => {
    if (!path) return;
    if (value === null) setWords(""); // it stays empty where each field that is picked is added to others
    onChange(path);
  };
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={label}
      data={offered}
      value={value}
      onChange={pick}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      allowDeselect={false}
      openOnFocus={false}
      defaultDropdownOpened={autoOpen}
      data-autofocus={autoOpen || undefined}
      nothingFoundMessage={t("Nothing found")}
      maxDropdownHeight={320}
      comboboxProps={{ width: 260, position: "bottom-start" }}
    />
  );
}
