// Edits the value of a field.
import { TextInput } from "@mantine/core";
import type { UiField, UiObject } from "../api/types";

export interface EditorProps {
  object: UiObject;
  field: UiField;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string;
  label?: string;
  autoFocus?: boolean;
  disabled?: boolean;
}

export function Editor({ field, value, onChange, error, label, autoFocus, disabled }: EditorProps) {
  return (
    <TextInput
      label={label}
      aria-label={field.label}
      data-autofocus={autoFocus || undefined}
      disabled={disabled}
      error={error}
      value={value === null || value === undefined ? "" : String(value)}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}
