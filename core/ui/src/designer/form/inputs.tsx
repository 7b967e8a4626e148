// Small inputs of the forms: a length of time, a text with values in it, a choice of definitions, objects, fields.
import { Group, Menu, NumberInput, Select, MultiSelect, Textarea, Button, Input } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useId, useRef } from "react";
import { useCatalogue } from "../../api/client";
import type { UiField } from "../../api/types";
import { t } from "../../i18n";
import { useDefinitions } from "../../setup/kit/meta";
import { ExpressionInput } from "../../setup/objects/ExpressionInput";
import { useDesigner } from "../context";
import { namesOf } from "../model";

export interface Common<V> {
  label: string;
  description?: string;
  error?: string;
  required?: boolean;
  value: V | undefined;
  onChange: (value: V | undefined) => void;
}

const UNITS = ["M", "H", "D", "W", "MO"] as const;
type Unit = (typeof UNITS)[number];
const PATTERNS: [Unit, RegExp][] = [["M", /^PT(\d+)M$/], ["H", /^PT(\d+)H$/], ["D", /^P(\d+)D$/], ["W", /^P(\d+)W$/], ["MO", /^P(\d+)M$/]];

const written = (count: number, unit: Unit): string => ({ M: `PT${count}M`, H: `PT${count}H`, D: `P${count}D`, W: `P${count}W`, MO: `P${count}M` })[unit];

/** Several units at once are written, not picked. */
export function DurationInput({ label, description, error, required, value, onChange }: Common<string>) {
  const id = useId();
  const found = PATTERNS.map(([unit, pattern]) => ({ unit, count: pattern.exec(value ?? "")?.[1] })).find(({ count }) => count !== undefined);
  const units = [{ value: "M", label: t("minutes") }, { value: "H", label: t("hours") }, { value: "D", label: t("whole days") }, { value: "W", label: t("whole weeks") }, { value: "MO", label: t("whole months") }];
  if (value && !found) return <Textarea label={label} description={description} error={error} withAsterisk={required} autosize value={value} onChange={(event) => onChange(event.currentTarget.value || undefined)} />;
  const unit = found?.unit ?? "D";
  return (
    <Input.Wrapper id={id} label={label} description={description} error={error} withAsterisk={required}>
      <Group gap={6} wrap="nowrap">
        <NumberInput id={id} size="sm" flex={1} min={1} max={9999} allowDecimal={false} allowNegative={false} value={found?.count ?? ""} onChange={(count) => onChange(count === "" ? undefined : written(Number(count), unit))} />
        <Select size="sm" w={130} aria-label={t("Unit of time")} allowDeselect={false} data={units} value={unit} onChange={(next) => found && onChange(written(Number(found.count), (next ?? "D") as Unit))} />
      </Group>
    </Input.Wrapper>
  );
}

/** The fields at hand: of the record, and results of steps by the names that they have. */
export function useNamesAtHand(object?: string): { name: string; label: string }[] {
  const { doc, kind, object: own } = useDesigner();
  const { objects } = useCatalogue();
  const fields = Object.values(objects[object ?? own ?? ""]?.fields ?? {}).map(({ name, label }) => ({ name, label }));
  if (object && object !== own) return fields;
  const results = namesOf(doc, kind).filter(({ many }) => !many).map(({ name, object: of }) => ({ name: of ? `${name}.${objects[of]?.name_field ?? "id"}` : name, label: t("Result: {name}", { name }) }));
  return [...fields, ...results];
}

/** Words with values in braces: {name}. */
export function TextInput({ label, description, error, required, value = "", onChange, rows = 2 }: Common<string> & { rows?: number }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const fields = useNamesAtHand();
  const insert = (name: string) => {
    const place = box.current?.selectionStart ?? value.length;
    onChange(`${value.slice(0, place)}{${name}}${value.slice(place)}`);
    requestAnimationFrame(() => box.current?.focus());
  };
  return (
    <div>
      <Textarea ref={box} label={label} description={description} error={error} withAsterisk={required} autosize minRows={rows} maxRows={12} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      <Menu position="bottom-start" width={260}>
        <Menu.Target><Button mt={3} variant="subtle" color="gray" size="compact-xs" leftSection={<IconBraces size={12} aria-hidden />}>{t("Insert field")}</Button></Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
          {fields.map((field) => <Menu.Item key={field.name} onClick={() => insert(field.name)}>{field.label}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

export function FormulaInput({ object, ...common }: Common<string> & { object?: string }) {
  const fields = useNamesAtHand(object);
  return <ExpressionInput label={common.label} description={common.description} error={common.error} required={common.required} fields={fields} value={common.value ?? ""} onChange={(value) => common.onChange(value || undefined)} />;
}

export function DefinitionSelect({ kind, label, description, error, required, value, onChange }: Common<string> & { kind: string }) {
  const { data = [] } = useDefinitions(kind);
  return <Select label={label} description={description} error={error} withAsterisk={required} searchable clearable={!required} data={data.map((one) => ({ value: one.name, label: one.label }))} value={value || null} onChange={(name) => onChange(name ?? undefined)} nothingFoundMessage={t("Nothing found")} />;
}

export function ObjectSelect({ label, description, error, required, value, onChange }: Common<string>) {
  const { objects } = useCatalogue();
  const data = Object.values(objects).map((one) => ({ value: one.name, label: one.label })).sort((one, other) => one.label.localeCompare(other.label));
  return <Select label={label} description={description} error={error} withAsterisk={required} searchable clearable={!required} data={data} value={value || null} onChange={(name) => onChange(name ?? undefined)} nothingFoundMessage={t("Nothing found")} />;
}

const PLUMBING = new Set(["id", "version", "deleted_at"]);
export const fieldChoices = (fields: UiField[]): { value: string; label: string }[] =>
  fields.filter(({ name }) => !PLUMBING.has(name)).map(({ name, label }) => ({ value: name, label })).sort((one, other) => one.label.localeCompare(other.label));

export const holdsUsers = (field: UiField): boolean => field.type === "user" || field.to === "user";

interface FieldProps extends Common<string> {
  object: string | undefined;
  accepts?: (field: UiField) => boolean;
  /** Choices besides fields. */
  more?: { value: string; label: string }[];
}

/** A field of the object, or of a record that it refers to. */
export function FieldSelect({ object, accepts = () => true, more = [], label, description, error, required, value, onChange }: FieldProps) {
  const { objects } = useCatalogue();
  const own = objects[object ?? ""];
  const fields = Object.values(own?.fields ?? {});
  const related = fields.flatMap((field) => {
    const target = typeof field.to === "string" ? objects[field.to] : undefined;
    if (!target || field.type === "many_to_many") return [];
    const items = fieldChoices(Object.values(target.fields).filter(accepts)).map((one) => ({ value: `${field.name}.${one.value}`, label: `${field.label} › ${one.label}` }));
    return items.length ? [{ group: field.label, items }] : [];
  });
  const data = [...(more.length ? [{ group: t("People"), items: more }] : []), { group: own?.label ?? "", items: fieldChoices(fields.filter(accepts)) }, ...related].filter(({ items }) => items.length);
  const known = data.some(({ items }) => items.some((one) => one.value === value));
  const all = value && !known ? [{ group: t("Written"), items: [{ value, label: value }] }, ...data] : data;
  return <Select label={label} description={description} error={error} withAsterisk={required} searchable clearable={!required} data={all} value={value || null} onChange={(name) => onChange(name ?? undefined)} nothingFoundMessage={t("Nothing found")} />;
}

export function FieldsSelect({ object, label, description, error, required, value, onChange }: Common<string[]> & { object: string | undefined }) {
  const { objects } = useCatalogue();
  const data = fieldChoices(Object.values(objects[object ?? ""]?.fields ?? {}));
  return <MultiSelect label={label} description={description} error={error} withAsterisk={required} searchable data={data} value={value ?? []} onChange={(names) => onChange(names.length ? names : undefined)} nothingFoundMessage={t("Nothing found")} />;
}
