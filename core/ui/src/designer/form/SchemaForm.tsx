// A form drawn from a JSON Schema: each property by what its schema says, so that steps of plugins have forms too.
import { CloseButton, Input, MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput as Line } from "@mantine/core";
import { useState } from "react";
import { useCatalogue } from "../../api/client";
import type { FieldProblem } from "../../api/types";
import { t } from "../../i18n";
import { useDesigner } from "../context";
import classes from "../designer.module.css";
import { doOf, namesOf, pointer, walked, type Path } from "../model";
import { plainOf, refOf, resolved, wordsOrPeople, type Schema } from "../schema";
import type { Source } from "../say";
import { helpOf, keyLabel, valueLabel } from "../words";
import { ConditionInput } from "./Condition";
import { DefinitionSelect, DurationInput, DurationsInput, FieldSelect, FieldsSelect, FormulaInput, holdsUsers, ObjectSelect, OffsetInput, RecordSelect, ScheduleInput, TextInput } from "./inputs";
import { PeopleInput } from "./People";
import { ValuesInput } from "./Values";

type Values = Record<string, unknown>;

export interface FieldProps {
  /** What the values are of: a kind of step, or the definition itself. */
  of: string;
  name: string;
  schema: Schema;
  required: boolean;
  value: unknown;
  /** All values beside it. */
  values: Values;
  path: Path;
  onChange: (value: unknown) => void;
}

/** What is wrong exactly there, or with `deep` anywhere below. */
export function useErrorAt(path: Path): (deep: boolean, ...ends: (string | number)[]) => string | undefined {
  const { problems } = useDesigner();
  const all: FieldProblem[] = [...problems.values()].flat();
  return (deep, ...ends) => {
    const place = pointer([...path, ...ends]);
    const found = all.filter(({ field }) => field === place || (deep && field.startsWith(`${place}/`)));
    return found.length ? found.map(({ message }) => message).join(" ") : undefined;
  };
}

const CONDITIONS = new Set(["when", "where", "entry"]);
const DEFINITIONS: Record<string, string> = { calendar: "calendar", table: "decision_table", approval: "approval", automation: "automation", role: "role" };

/** What holds where nothing is chosen. */
const USUAL: Record<string, string> = {
  mode: "any", self: "superior", repeat: "adjacent", empty: "hold", on_timeout: "remind", abstentions: "count", on_error: "hold", join: "all", by: "turn",
  start: "manual", on_change: "tell", after_return: "auto", recall: "any_time", as_user: "system",
};
const usually = (name: string): string | undefined => (USUAL[name] ? valueLabel(name, USUAL[name]) : undefined);

/** The object whose fields a part of a step is about. */
function targetOf(values: Values, own: string | undefined, names: { name: string; object: string }[]): string | undefined {
  const named = typeof values.record === "string" ? names.find(({ name }) => name === values.record)?.object : undefined;
  return (values.object as string | undefined) ?? named ?? own;
}

/** JSON, for what no form can be drawn of. */
function Written({ label, description, error, value, onChange }: { label: string; description?: string; error?: string; value: unknown; onChange: (value: unknown) => void }) {
  const [text, setText] = useState(value === undefined ? "" : JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  const read = (next: string) => {
    setText(next);
    try {
      onChange(next.trim() ? JSON.parse(next) : undefined);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return <Textarea label={label} description={description} error={wrong ? t("This is no JSON") : error} autosize minRows={2} maxRows={12} spellCheck={false} value={text} onChange={(event) => read(event.currentTarget.value)} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }} />;
}

/** A value by field: what people may do with each while they decide. */
function ByField({ label, error, words, value, object, onChange }: { label: string; error?: string; words: string[]; value: Record<string, string>; object: string | undefined; onChange: (value: unknown) => void }) {
  const fields = useCatalogue().objects[object ?? ""]?.fields ?? {};
  const said = (next: Record<string, string>) => onChange(Object.keys(next).length ? next : undefined);
  const free = Object.values(fields).filter((field) => field.editable && !(field.name in value)).map((field) => ({ value: field.name, label: field.label }));
  return (
    <Input.Wrapper label={label} error={error} labelElement="div">
      <div className={classes.rows}>
        {Object.entries(value).map(([name, word]) => (
          <div key={name} className={classes.row}>
            <span className={classes.hint}>{fields[name]?.label ?? name}</span>
            <Select size="xs" aria-label={fields[name]?.label ?? name} allowDeselect={false} data={words.map((one) => ({ value: one, label: valueLabel("fields", one) }))} value={word} onChange={(next) => said({ ...value, [name]: next ?? word })} />
            <CloseButton size="sm" aria-label={t("Remove: {name}", { name: fields[name]?.label ?? name })} onClick={() => said(Object.fromEntries(Object.entries(value).filter(([one]) => one !== name)))} />
          </div>
        ))}
        <Select size="xs" aria-label={t("Add a field")} placeholder={t("Add a field")} searchable data={free} value={null} onChange={(name) => name && said({ ...value, [name]: "edit" })} />
      </div>
    </Input.Wrapper>
  );
}

export function SchemaField({ of, name, schema: given, required, value, values, path, onChange }: FieldProps) {
  const { steps, doc, kind, object } = useDesigner();
  const here = [...path, name];
  const errorAt = useErrorAt(here);
  const below = (...ends: (string | number)[]) => errorAt(false, ...ends);
  const [asFormula, setAsFormula] = useState(typeof value === "object" && value !== null && "formula" in value);
  const ref = refOf(given);
  const schema = resolved(given, steps.shared);
  const label = schema.title ?? keyLabel(of, name);
  const description = helpOf(of, name) ?? (steps.kinds.get(of)?.owner !== "core" && steps.kinds.has(of) ? schema.description : undefined);
  const common = { label, description, error: errorAt(false), required };
  const names = namesOf(doc, kind);
  const target = targetOf(values, object, names);
  const text = value as string | undefined;

  const plain = plainOf(given);
  if (plain && name !== "set") {
    return (
      <div>
        {asFormula ? <FormulaInput {...common} error={errorAt(true)} value={(value as { formula?: string } | undefined)?.formula} onChange={(formula) => onChange({ formula: formula ?? "" })} /> : <SchemaField of={of} name={name} schema={plain} required={required} value={value} values={values} path={path} onChange={onChange} />}
        <Switch mt={4} size="xs" label={t("Work it out by a formula")} checked={asFormula} onChange={(event) => { setAsFormula(event.currentTarget.checked); onChange(event.currentTarget.checked ? { formula: "" } : undefined); }} />
      </div>
    );
  }
  const words = wordsOrPeople(given);
  if (words) {
    const others = typeof value === "object" && value !== null;
    const data = [...words.map((word) => ({ value: word, label: valueLabel(name, word) })), { value: "others", label: t("Somebody else decides") }];
    return (
      <div className={classes.rows}>
        <Select {...common} withAsterisk={required} clearable placeholder={usually(name)} data={data} value={others ? "others" : (text ?? null)} onChange={(next) => onChange(next === "others" ? { to: [{ manager_of: "owner_id" }] } : (next ?? undefined))} />
        {others && <PeopleInput label={t("Who decides then")} required value={(value as { to: Source[] }).to} onChange={(to) => onChange({ to: to ?? [] })} errorAt={(...ends) => errorAt(false, "to", ...ends)} />}
      </div>
    );
  }
  if (ref === "people") return <PeopleInput {...common} value={value as Source[] | undefined} onChange={onChange} errorAt={below} />;
  if (name === "set" && given.additionalProperties) return <ValuesInput {...common} object={target} value={value as never} onChange={onChange} errorAt={below} />;
  if (ref === "duration" || ref === "hours") return <DurationInput {...common} value={text} onChange={onChange} />;
  if (name === "schedule") return <ScheduleInput {...common} value={text} onChange={onChange} />;
  if (name === "offset") return <OffsetInput {...common} value={text} onChange={onChange} />;
  if (name === "record") return <RecordSelect {...common} value={text} onChange={onChange} />;
  if (name === "object") return <ObjectSelect {...common} value={text} onChange={onChange} />;
  if (DEFINITIONS[name] && ref === "name") return <DefinitionSelect {...common} kind={DEFINITIONS[name]} value={text} onChange={onChange} />;
  if (name === "field") return <FieldSelect {...common} object={object} accepts={of === "assign" ? holdsUsers : (field) => ["date", "datetime"].includes(field.returns ?? field.type)} value={text} onChange={onChange} />;
  if (of === "each" && name === "in") return <Select {...common} withAsterisk={required} data={[...new Set([...names.filter(({ many }) => many).map((one) => one.name), ...(text ? [text] : [])])]} value={text ?? null} onChange={(next) => onChange(next ?? "")} />;
  if (ref === "expression") return CONDITIONS.has(name) ? <ConditionInput {...common} object={name === "when" && of !== "event" ? object : target} value={text} onChange={onChange} /> : <FormulaInput {...common} value={text} onChange={onChange} />;
  if (ref === "text" && name !== "sort") return <TextInput {...common} rows={name === "body" || name === "message" ? 3 : 1} value={text} onChange={onChange} />;
  if (schema.enum) return <Select {...common} withAsterisk={required} clearable={!required} placeholder={usually(name)} data={schema.enum.map((word) => ({ value: word, label: valueLabel(name, word) }))} value={text ?? null} onChange={(next) => onChange(next ?? undefined)} />;
  if (schema.type === "boolean" || schema.const === true) return <Switch label={label} description={description} error={common.error} checked={name === "lock" || name === "early" || name === "active" ? value !== false : value === true} onChange={(event) => { const on = event.currentTarget.checked; onChange(name === "lock" || name === "early" || name === "active" ? (on ? undefined : false) : (on || undefined)); }} />;
  if (schema.type === "integer" || schema.type === "number") return <NumberInput {...common} withAsterisk={required} allowDecimal={schema.type === "number"} min={schema.minimum} max={schema.maximum} value={(value as number | undefined) ?? ""} onChange={(next) => onChange(next === "" ? undefined : Number(next))} />;
  if (schema.type === "array" && schema.items) {
    const items = resolved(schema.items, steps.shared);
    const list = (value as string[] | undefined) ?? [];
    const set = (next: string[]) => onChange(next.length ? next : undefined);
    if (refOf(schema.items) === "hours") return <DurationsInput {...common} value={list} onChange={onChange} />;
    if (items.enum) return <MultiSelect {...common} withAsterisk={required} data={items.enum.map((word) => ({ value: word, label: valueLabel(name, word) }))} value={list} onChange={set} />;
    if (refOf(schema.items) === "name") return <FieldsSelect {...common} object={target} value={list} onChange={onChange} />;
    if (name === "return_to") {
      const asking = walked(doc, kind).filter(({ step }) => doOf(step, kind) === "ask" && step.id).map(({ step }) => ({ value: step.id ?? "", label: step.label ?? step.id ?? "" }));
      return <MultiSelect {...common} data={[{ value: "initiator", label: t("the initiator") }, { value: "previous", label: t("the step before") }, ...asking]} value={list} onChange={set} />;
    }
    if (items.type === "string") return <TagsInput {...common} withAsterisk={required} value={list} onChange={set} />;
  }
  if (schema.properties) {
    const inner = (value ?? {}) as Values;
    const isOn = value !== undefined;
    return (
      <div className={classes.rows}>
        {required ? <span className={classes.legend}>{label}</span> : <Switch label={label} checked={isOn} onChange={(event) => onChange(event.currentTarget.checked ? {} : undefined)} />}
        {common.error && <span className={classes.fault}>{common.error}</span>}
        {(isOn || required) && <div className={classes.nested}><SchemaFields of={name} schema={schema} values={inner} path={here} onChange={(next) => onChange(next)} /></div>}
      </div>
    );
  }
  const byField = typeof schema.additionalProperties === "object" ? resolved(schema.additionalProperties, steps.shared).enum : undefined;
  if (byField) return <ByField label={label} error={errorAt(true)} words={byField} value={(value ?? {}) as Record<string, string>} object={object} onChange={onChange} />;
  if (schema.type === "string") return <Line {...common} withAsterisk={required} value={text ?? ""} onChange={(event) => onChange(event.currentTarget.value || undefined)} />;
  return <Written {...common} value={value} onChange={onChange} />;
}

interface FieldsProps {
  of: string;
  schema: Schema;
  values: Values;
  path: Path;
  /** Those to draw, in this order; all where left out. */
  only?: string[];
  onChange: (values: Values, name: string) => void;
}

export function SchemaFields({ of, schema, values, path, only, onChange }: FieldsProps) {
  const properties = schema.properties ?? {};
  const names = (only ?? Object.keys(properties)).filter((name) => properties[name]);
  const set = (name: string) => (next: unknown) => {
    const rest = Object.fromEntries(Object.entries(values).filter(([one]) => one !== name));
    onChange(next === undefined ? rest : { ...values, [name]: next }, name);
  };
  return names.map((name) => <SchemaField key={name} of={of} name={name} schema={properties[name] as Schema} required={schema.required?.includes(name) ?? false} value={values[name]} values={values} path={path} onChange={set(name)} />);
}
