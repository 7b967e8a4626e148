// The values that a step gives to fields: as they are, or worked out.
import { ActionIcon, CloseButton, Input, Select, Tooltip } from "@mantine/core";
import { IconMathFunction } from "@tabler/icons-react";
import { useCatalogue } from "../../api/client";
import type { UiField } from "../../api/types";
import { Editor } from "../../fields/editor";
import { idOf, isMoney } from "../../fields/shapes";
import { t } from "../../i18n";
import classes from "../designer.module.css";
import { fieldChoices, FormulaInput, type Common } from "./inputs";

type Value = string | number | boolean | null | unknown[] | { formula: string };
const isFormula = (value: unknown): value is { formula: string } => typeof value === "object" && value !== null && "formula" in value;

/** The field as its value is written in a definition: an amount without its currency. */
function written(field: UiField): UiField {
  const plain = { ...field, required: false, editable: true, read_only: false, depends_on: undefined };
  return field.type === "money" ? { ...plain, type: "decimal", returns: undefined } : plain;
}

function storedOf(value: unknown): Value {
  if (isMoney(value)) return value.amount;
  if (Array.isArray(value)) return value.map((one) => idOf(one) ?? one);
  if (typeof value === "object" && value !== null) return idOf(value);
  return (value ?? null) as Value;
}

interface RowProps {
  field: UiField | undefined;
  name: string;
  value: Value;
  error?: string;
  object: string;
  onChange: (value: Value) => void;
  onRemove: () => void;
}

function ValueRow({ field, name, value, error, object, onChange, onRemove }: RowProps) {
  const label = field?.label ?? name;
  return (
    <div className={classes.nested}>
      <div style={{ display: "flex", alignItems: "center", gap: 6 }}>
        <span className={classes.legend} style={{ flex: 1, margin: 0 }}>{label}</span>
        <Tooltip label={t("Work it out by a formula")}>
          <ActionIcon size="sm" variant={isFormula(value) ? "filled" : "default"} aria-pressed={isFormula(value)} aria-label={t("Formula: {name}", { name: label })} onClick={() => onChange(isFormula(value) ? null : { formula: "" })}><IconMathFunction size={13} aria-hidden /></ActionIcon>
        </Tooltip>
        <CloseButton size="sm" aria-label={t("Remove: {name}", { name: label })} onClick={onRemove} />
      </div>
      {isFormula(value) ? <FormulaInput label={t("Formula")} error={error} required value={value.formula} onChange={(formula) => onChange({ formula: formula ?? "" })} /> : (
        <>
          {field ? <Editor field={written(field)} object={object} value={value} onChange={(next) => onChange(storedOf(next))} /> : <code>{JSON.stringify(value)}</code>}
          {error && <span className={classes.fault}>{error}</span>}
        </>
      )}
    </div>
  );
}

interface ValuesProps extends Common<Record<string, Value>> {
  object: string | undefined;
  errorAt: (...ends: (string | number)[]) => string | undefined;
}

export function ValuesInput({ object, label, description, error, required, value = {}, onChange, errorAt }: ValuesProps) {
  const own = useCatalogue().objects[object ?? ""];
  const names = Object.keys(value);
  const set = (name: string, next: Value) => onChange({ ...value, [name]: next });
  const remove = (name: string) => onChange(Object.fromEntries(Object.entries(value).filter(([one]) => one !== name)));
  const free = fieldChoices(Object.values(own?.fields ?? {}).filter((field) => field.editable && !names.includes(field.name)));
  return (
    <Input.Wrapper label={label} description={description} error={error} withAsterisk={required} labelElement="div">
      <div className={classes.rows} role="group" aria-label={label}>
        {names.map((name) => <ValueRow key={name} name={name} field={own?.fields[name]} object={object ?? ""} value={value[name] ?? null} error={errorAt(name, "formula") ?? errorAt(name)} onChange={(next) => set(name, next)} onRemove={() => remove(name)} />)}
        <Select size="xs" aria-label={t("Field to give a value")} placeholder={t("Field to give a value")} searchable data={free} value={null} onChange={(name) => name && set(name, null)} nothingFoundMessage={t("Nothing found")} />
      </div>
    </Input.Wrapper>
  );
}
