// Small inputs of the forms: a length of time, a text with values in it, a choice of definitions, objects, fields.
import { Button, CloseButton, Group, Input, Menu, MultiSelect, NumberInput, Select, Textarea, TextInput as Line } from "@mantine/core";
import { IconBraces, IconPlus } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { useCatalogue } from "../../api/client";
import type { UiField } from "../../api/types";
import { locale, t } from "../../i18n";
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
export function DurationInput({ label, description, error, required, value, onChange, units: offered }: Common<string> & { units?: Unit[] }) {
  const id = useId();
  const found = PATTERNS.map(([unit, pattern]) => ({ unit, count: pattern.exec(value ?? "")?.[1] })).find(({ count }) => count !== undefined);
  const units = [{ value: "M", label: t("minutes") }, { value: "H", label: t("hours") }, { value: "D", label: t("whole days") }, { value: "W", label: t("whole weeks") }, { value: "MO", label: t("whole months") }].filter(({ value: one }) => !offered || offered.includes(one as Unit));
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

/** Several lengths of time: reminders two hours and one day before. */
export function DurationsInput({ label, description, error, value = [], onChange }: Common<string[]>) {
  const set = (next: string[]) => onChange(next.length ? next : undefined);
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      {value.map((one, place) => (
        <Group key={place} gap={6} wrap="nowrap" align="flex-end" mt={4}>
          <div style={{ flex: 1 }}><DurationInput label={`${label} ${place + 1}`} value={one} onChange={(next) => set(next ? value.map((other, at) => (at === place ? next : other)) : value.filter((_, at) => at !== place))} units={["M", "H"]} /></div>
          <CloseButton mb={6} size="sm" aria-label={t("Remove: {name}", { name: `${label} ${place + 1}` })} onClick={() => set(value.filter((_, at) => at !== place))} />
        </Group>
      ))}
      <div><Button mt={4} variant="subtle" size="compact-sm" leftSection={<IconPlus size={13} aria-hidden />} onClick={() => set([...value, "PT2H"])}>{t("Add a reminder")}</Button></div>
    </Input.Wrapper>
  );
}

/** So long before or after a date. */
export function OffsetInput({ label, error, value, onChange }: Common<string>) {
  const ways = [{ value: "on", label: t("on the day") }, { value: "before", label: t("before the date") }, { value: "after", label: t("after the date") }];
  const way = !value ? "on" : value.startsWith("-") ? "before" : "after";
  const length = value?.replace("-", "");
  const say = (next: string, long: string | undefined) => onChange(next === "on" ? undefined : `${next === "before" ? "-" : ""}${long ?? "P7D"}`);
  return (
    <div>
      <Select label={label} error={error} allowDeselect={false} data={ways} value={way} onChange={(next) => say(next ?? "on", length)} />
      {way !== "on" && <DurationInput label={t("How long")} value={length} units={["H", "D"]} onChange={(long) => long && say(way, long)} />}
    </div>
  );
}

const TIMES = /^(\d{1,2}) (\d{1,2}) (\S+) \* (\S+)$/;
type Often = "daily" | "working" | "weekly" | "monthly" | "written";

/** When a schedule comes round, as far as it can be picked. */
export function scheduleOf(text: string): { often: Often; time: string; day: string } {
  const [, minute = "", hour = "", date = "", day = ""] = TIMES.exec(text) ?? [];
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (!minute || Number(minute) > 59 || Number(hour) > 23) return { often: "written", time: "09:00", day: "1" };
  if (date === "*" && day === "*") return { often: "daily", time, day: "1" };
  if (date === "*" && day === "1-5") return { often: "working", time, day: "1" };
  if (date === "*" && /^[0-6]$/.test(day)) return { often: "weekly", time, day };
  return /^\d+$/.test(date) && day === "*" ? { often: "monthly", time, day: date } : { often: "written", time, day: "1" };
}

const weekday = (day: number): string => new Intl.DateTimeFormat(locale(), { weekday: "long" }).format(new Date(2023, 0, 1 + day));

/** A schedule in words; as it was written where it says more. */
export function scheduleText(text: string): string {
  const { often, time, day } = scheduleOf(text);
  switch (often) {
    case "daily": return t("every day at {time}", { time });
    case "working": return t("Monday to Friday at {time}", { time });
    case "weekly": return t("every week: {day}, {time}", { day: weekday(Number(day)), time });
    case "monthly": return t("every month on day {day} at {time}", { day, time });
    default: return text;
  }
}

export function ScheduleInput({ label, description, error, required, value = "", onChange }: Common<string>) {
  const read = scheduleOf(value);
  const [written, setWritten] = useState(read.often === "written" && value !== "");
  const often = written ? "written" : read.often;
  const say = (next: Often, time: string, day: string) => {
    setWritten(next === "written");
    const [hour, minute] = time.split(":").map(Number);
    const rest = { daily: "* * *", working: "* * 1-5", weekly: `* * ${Number(day) % 7}`, monthly: `${day} * *`, written: "" }[next];
    if (rest) onChange(`${minute ?? 0} ${hour ?? 9} ${rest}`);
  };
  const choices = [{ value: "daily", label: t("Every day") }, { value: "working", label: t("Monday to Friday") }, { value: "weekly", label: t("Every week") }, { value: "monthly", label: t("Every month") }, { value: "written", label: t("As written") }];
  return (
    <div>
      <Select label={label} error={often === "written" ? undefined : error} withAsterisk={required} allowDeselect={false} data={choices} value={often} onChange={(next) => say((next ?? "daily") as Often, read.time, "1")} />
      {often === "weekly" && <Select mt={6} label={t("On")} allowDeselect={false} data={[1, 2, 3, 4, 5, 6, 0].map((day) => ({ value: String(day), label: weekday(day) }))} value={read.day} onChange={(day) => say("weekly", read.time, day ?? "1")} />}
      {often === "monthly" && <NumberInput mt={6} size="sm" label={t("Day of the month")} min={1} max={31} allowDecimal={false} value={Number(read.day)} onChange={(day) => say("monthly", read.time, String(day || 1))} />}
      {often === "written" ? <Line mt={6} aria-label={label} description={description} error={error} value={value} onChange={(event) => onChange(event.currentTarget.value || undefined)} /> : <Line mt={6} type="time" label={t("Time")} value={read.time} onChange={(event) => event.currentTarget.value && say(often, event.currentTarget.value, read.day)} />}
    </div>
  );
}

/** The record of the process, or one that a step has made or found. */
export function RecordSelect({ label, description, error, value, onChange }: Common<string>) {
  const { doc, kind } = useDesigner();
  const names = namesOf(doc, kind).filter(({ many }) => !many).map(({ name }) => name);
  const all = value && !names.includes(value) ? [...names, value] : names;
  return <Select label={label} description={description} error={error} clearable placeholder={t("The record itself")} data={all} value={value || null} onChange={(name) => onChange(name ?? undefined)} nothingFoundMessage={t("Nothing found")} />;
}
