// Chooses one field of the object.
import { Select } from "@mantine/core";
import type { UiField, UiObject } from "../../api/types";

interface FieldSelectProps {
  object: UiObject;
  label: string;
  value: string | undefined;
  accepts: (field: UiField) => boolean;
  onChange: (name: string) => void;
  withSystem?: boolean;
  canBeNone?: boolean;
}

export function FieldSelect({ object, label, value, accepts, onChange, withSystem, canBeNone }: FieldSelectProps) {
  const fields = Object.values(object.fields).filter((field) => (withSystem || !field.system) && accepts(field));
  const data = fields.map((field) => ({ value: field.name, label: field.label }));
  return <Select size="xs" label={label} data={data} value={value ?? null} allowDeselect={false} clearable={canBeNone} searchable={data.length > 8} openOnFocus={false} onChange={(name) => (name || canBeNone) && onChange(name ?? "")} />;
}
