// How drafts of each shape are read from a record and sent to the server.
import type { RecordData, UiField } from "../api/types";

type Shape = Record<string, unknown>;
const isShape = (value: unknown): value is Shape => typeof value === "object" && value !== null && !Array.isArray(value);

export function id(value: unknown): unknown {
  return isShape(value) ? value.id : value;
}

export function ids(value: unknown): unknown {
  return Array.isArray(value) ? value.map(id) : value;
}

export function anyReference(value: unknown): unknown {
  return isShape(value) ? { object: value.object, id: value.id } : value;
}

/** A whole number as JSON; what is none goes as typed, so that the server can say what is wrong with it. */
export function integer(value: unknown): unknown {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export function readMoney(field: UiField, record: Partial<RecordData>): unknown {
  const value = record[field.name];
  if (isShape(value)) return value;
  return { amount: value ?? null, currency: record[`${field.name}_currency`] ?? null };
}

export function money(value: unknown): unknown {
  if (!isShape(value)) return value;
  return value.currency ? { amount: value.amount, currency: value.currency } : value.amount;
}
