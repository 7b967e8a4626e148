// Drafts of values: read from a record, compared, and turned into what the server takes.
import type { RecordData, UiField } from "../api/types";
import { fieldType } from "./registry";
import { isBlank } from "./shapes";

export { overlaid } from "./overlaid";

export type Values = Record<string, unknown>;

export function valueOf(field: UiField, record: Partial<RecordData>): unknown {
  return fieldType(field).read?.(field, record) ?? record[field.name] ?? null;
}

export function wireOf(field: UiField, value: unknown): unknown {
  if (isBlank(value)) return null;
  return fieldType(field).wire?.(value) ?? value;
}

export function sameValue(field: UiField, one: unknown, other: unknown): boolean {
  return JSON.stringify(wireOf(field, one)) === JSON.stringify(wireOf(field, other));
}

/** The values of a form that differ from where it began, as the server takes them. */
export function changesOf(fields: UiField[], before: Values, after: Values): Values {
  const changed = fields.filter((field) => !sameValue(field, before[field.name], after[field.name]));
  return Object.fromEntries(changed.map((field) => [field.name, wireOf(field, after[field.name])]));
}
