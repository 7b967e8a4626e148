// Shows the value of a field: `<Value field value record/>`, on one line unless `full`.
import { memo } from "react";
import classes from "./fields.module.css";
import { fieldType, typeName } from "./registry";
import type { ValueProps } from "./types";
import { useText } from "./useText";
import { isBlank } from "./shapes";

export { fieldType, isEditable, typeName } from "./registry";
export { useText } from "./useText";
export type { ValueProps } from "./types";

function TextValue({ field, value, record }: ValueProps) {
  const text = useText()(field, value, record);
  return <span className={fieldType(field).align ? "dg-number" : undefined}>{text}</span>;
}

export const Value = memo(function Value(props: ValueProps) {
  const type = fieldType(props.field);
  if (isBlank(props.value) && typeName(props.field) !== "boolean") return <span className={classes.blank} aria-hidden="true" />;
  const Display = type.Display ?? TextValue;
  return <Display {...props} />;
});
