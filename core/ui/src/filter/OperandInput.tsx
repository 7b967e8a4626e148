// The value of a condition, by the kind of its field and what the operator takes.
import { ActionIcon, Group, NumberInput, Select, TagsInput, Tooltip } from "@mantine/core";
import { IconUserHeart } from "@tabler/icons-react";
import type { UiField, UiObject } from "../api/types";
import { Editor } from "../fields/editor";
import { idOf } from "../fields/shapes";
import { t } from "../i18n";
import { ME, type Condition } from "./model";
import { kindOf, OPERATORS, UNITS, type Kind } from "./operators";

export interface OperandProps {
  object: UiObject;
  field: UiField;
  condition: Condition;
  onChange: (values: string[]) => void;
}

type Unit = (typeof UNITS)[number];

export const unitLabel = (unit: string): string =>
  ({ day: t("day"), week: t("week"), month: t("month"), quarter: t("quarter"), year: t("year") })[unit as Unit] ?? unit;

/** The word for so many of a unit: Polish has three forms. */
export const unitsLabel = (unit: string, count: number): string =>
  ({ day: t("days", { count }), week: t("weeks", { count }), month: t("months", { count }), quarter: t("quarters", { count }), year: t("years", { count }) })[unit as Unit] ?? unit;

function UnitInput({ value, label, onChange }: { value: string; label: (unit: string) => string; onChange: (unit: string) => void }) {
  const units = UNITS.map((unit) => ({ value: unit, label: label(unit) }));
  return <Select size="xs" w={110} aria-label={t("Period")} data={units} value={value} allowDeselect={false} onChange={(unit) => unit && onChange(unit)} />;
}

function CountInput({ condition, onChange }: OperandProps) {
  const [count = "7", unit = "day"] = condition.values;
  return (
    <Group gap={6} wrap="nowrap">
      <NumberInput size="xs" w={72} aria-label={t("How many")} min={0} max={9999} allowDecimal={false} value={count} onChange={(next) => onChange([String(next), unit])} />
      <UnitInput value={unit} label={(one) => unitsLabel(one, Number(count))} onChange={(next) => onChange([count, next])} />
    </Group>
  );
}

/** The field as an editor for one value of its kind: a moment is asked for by its day, an amount without currency. */
function asked(field: UiField, kind: Kind): UiField {
  const plain = { ...field, required: false, editable: true, system: false, read_only: false, depends_on: undefined };
  if (kind === "datetime") return { ...plain, type: "date", returns: undefined };
  if (kind === "number") return { ...plain, type: "decimal", returns: undefined, min: undefined, max: undefined, scale: undefined };
  if (kind === "text") return { ...plain, type: "text", returns: undefined, max_length: undefined };
  return kind === "record" && plain.type === "user" ? { ...plain, to: "user" } : plain;
}

const textOf = (value: unknown): string => idOf(value) ?? (value === null || value === undefined ? "" : String(value));

function OneInput({ object, field, condition, onChange, at = 0 }: OperandProps & { at?: number }) {
  const kind = kindOf(field);
  const set = (value: unknown) => onChange(Object.assign([...condition.values], { [at]: textOf(value) }));
  return <Editor field={asked(field, kind)} object={object} value={condition.values[at] || null} onChange={set} />;
}

function MeButton({ condition, onChange }: Pick<OperandProps, "condition" | "onChange">) {
  const isMe = condition.values.includes(ME);
  const rest = OPERATORS[condition.operator].operands === "many" ? condition.values.filter((value) => value !== ME) : [];
  return (
    <Tooltip label={t("Me, whoever looks at the list")}>
      <ActionIcon size={30} variant={isMe ? "filled" : "default"} aria-pressed={isMe} aria-label={t("Me")} onClick={() => onChange(isMe ? rest : [...rest, ME])}>
        <IconUserHeart size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

function UserInput(props: OperandProps) {
  const isMe = props.condition.values[0] === ME;
  return (
    <Group gap={6} wrap="nowrap" align="start">
      <div style={{ flex: 1, minWidth: 0 }}>
        {isMe ? <Select size="xs" aria-label={props.field.label} data={[{ value: ME, label: t("Me") }]} value={ME} readOnly /> : <OneInput {...props} />}
      </div>
      <MeButton {...props} />
    </Group>
  );
}

function ManyRecords({ object, field, condition, onChange }: OperandProps) {
  const links = { ...asked(field, "record"), type: "many_to_many" };
  const isMe = condition.values.includes(ME);
  const set = (values: unknown) => onChange([...(isMe ? [ME] : []), ...(Array.isArray(values) ? values.map(textOf) : [])]);
  return (
    <Group gap={6} wrap="nowrap" align="start">
      <div style={{ flex: 1, minWidth: 0 }}>
        <Editor field={links} object={object} value={condition.values.filter((value) => value !== ME)} onChange={set} />
      </div>
      {field.to === "user" && <MeButton condition={condition} onChange={onChange} />}
    </Group>
  );
}

function ManyInput(props: OperandProps) {
  const { object, field, condition, onChange } = props;
  const kind = kindOf(field);
  if (kind === "record" || field.type === "many_to_many") return <ManyRecords {...props} />;
  const set = (values: unknown) => onChange(Array.isArray(values) ? values.map(String) : []);
  if (!field.options) return <TagsInput size="xs" aria-label={field.label} value={condition.values} onChange={set} placeholder={t("Type and press Enter")} splitChars={[",", "，", ";"]} />;
  return <Editor field={{ ...asked(field, kind), type: "multi_choice", returns: undefined }} object={object} value={condition.values} onChange={set} />;
}

function TwoInputs(props: OperandProps) {
  return (
    <Group gap={6} wrap="nowrap" align="start">
      <OneInput {...props} at={0} />
      <OneInput {...props} at={1} />
    </Group>
  );
}

export function OperandInput(props: OperandProps) {
  const { operands } = OPERATORS[props.condition.operator];
  if (operands === 0) return null;
  if (operands === "unit") return <UnitInput value={props.condition.values[0] ?? "month"} label={unitLabel} onChange={(unit) => props.onChange([unit])} />;
  if (operands === "count") return <CountInput {...props} />;
  if (operands === "many") return <ManyInput {...props} />;
  if (operands === 2) return <TwoInputs {...props} />;
  return kindOf(props.field) === "record" && props.field.to === "user" ? <UserInput {...props} /> : <OneInput {...props} />;
}
