// What every input takes from the field and the form it stands in.
import type { EditorProps } from "../types";

export interface InputProps {
  label?: string;
  "aria-label"?: string;
  description?: string;
  error?: string;
  withAsterisk?: boolean;
  "aria-required"?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  "data-autofocus"?: boolean;
  size: "xs" | "sm";
  inputWrapperOrder?: ("label" | "input" | "description" | "error")[];
}

/** Help stands under the input, so that inputs side by side stay in line. */
const ORDER: InputProps["inputWrapperOrder"] = ["label", "input", "error", "description"];

export function inputProps({ field, label, error, required, disabled, autoFocus }: EditorProps): InputProps {
  return {
    ...(label ? { label, description: field.help } : { "aria-label": field.label }),
    error,
    withAsterisk: required && Boolean(label),
    "aria-required": required || undefined,
    disabled,
    autoFocus,
    "data-autofocus": autoFocus || undefined,
    size: label ? "sm" : "xs",
    ...(label ? { inputWrapperOrder: ORDER } : {}),
  };
}

export function objectName(object: EditorProps["object"]): string | undefined {
  return typeof object === "string" ? object : object?.name;
}
