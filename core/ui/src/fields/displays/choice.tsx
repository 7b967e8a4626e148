// Options with their colours, tags.
import type { UiField } from "../../api/types";
import { solid, tinted } from "../colors";
import classes from "../fields.module.css";
import type { ValueProps } from "../types";

function optionOf(field: UiField, value: unknown) {
  return field.options?.find((option) => option.value === value) ?? { value: String(value), label: String(value), color: undefined };
}

export function Dot({ color }: { color?: string | null }) {
  return <span className={classes.dot} style={{ background: solid(color) }} aria-hidden />;
}

export function ChoiceValue({ field, value }: ValueProps) {
  const option = optionOf(field, value);
  return (
    <span className={classes.choice}>
      {option.color && <Dot color={option.color} />}
      <span className="dg-ellipsis">{option.label}</span>
    </span>
  );
}

export function Pill({ label, color }: { label: string; color?: string | null }) {
  return <span className={classes.pill} style={tinted(color)}>{label}</span>;
}

export function ManyChoicesValue({ field, value, full }: ValueProps) {
  const values = Array.isArray(value) ? value : [value];
  return (
    <span className={full ? classes.pillsFull : classes.pills}>
      {values.map((one) => {
        const option = optionOf(field, one);
        return <Pill key={option.value} label={option.label} color={option.color} />;
      })}
    </span>
  );
}

export function TagsValue({ value, full }: ValueProps) {
  const words = Array.isArray(value) ? value.map(String) : [String(value)];
  return (
    <span className={full ? classes.pillsFull : classes.pills}>
      {words.map((word) => <Pill key={word} label={word} />)}
    </span>
  );
}
