// Shows the value of a field.
import type { RecordData, UiField, UiObject } from "../api/types";

export interface ValueProps {
  object: UiObject;
  field: UiField;
  value: unknown;
  record?: RecordData;
}

export function Value({ field, value }: ValueProps) {
  if (value === null || value === undefined || value === "") return null;
  const option = field.options?.find((one) => one.value === value);
  const named = typeof value === "object" && "name" in value ? String(value.name) : null;
  return <>{option?.label ?? named ?? String(value)}</>;
}
