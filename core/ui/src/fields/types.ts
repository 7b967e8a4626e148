// What a field type has to say for itself: how it reads as text, how it is shown, how it is edited, how it is sent.
import type { ComponentType, LazyExoticComponent } from "react";
import type { RecordData, UiField, UiObject } from "../api/types";
import type { Locale } from "./format/locale";

export interface ValueProps {
  field: UiField;
  value: unknown;
  record?: RecordData;
  object?: UiObject;
  /** The whole value on a page, rather than one line in a list. */
  full?: boolean;
}

export interface EditorProps {
  field: UiField;
  /** A draft: what `valueOf` reads from a record; references as {id, name}, money as {amount, currency}. */
  value: unknown;
  onChange: (value: unknown) => void;
  object?: UiObject | string;
  record?: Partial<RecordData>;
  error?: string;
  required?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  /** Shown above the input, with the field's help; without it (in a cell, beside a label) the input is small and bare. */
  label?: string;
  /** The values of options that are offered now, where a condition limits them. */
  offered?: string[];
  /** Called after something was picked, where nothing remains to be typed: the moment to save in place. */
  onPick?: (value: unknown) => void;
}

export interface TextContext {
  field: UiField;
  record?: RecordData;
  locale: Locale;
}

export type Editor = ComponentType<EditorProps> | LazyExoticComponent<ComponentType<EditorProps>>;

export interface FieldType {
  text: (value: unknown, context: TextContext) => string;
  Display?: ComponentType<ValueProps>;
  Editor?: Editor;
  align?: "right";
  /** Needs the whole width of a form. */
  wide?: boolean;
  /** Enter makes a new line, so that saving takes Ctrl+Enter or leaving the field. */
  multiline?: boolean;
  /** The draft from a record, where it stands in more than one key. */
  read?: (field: UiField, record: Partial<RecordData>) => unknown;
  /** The draft as the server wants it. */
  wire?: (value: unknown) => unknown;
}
