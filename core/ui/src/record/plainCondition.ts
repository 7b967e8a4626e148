// Conditions simple enough to be judged here: one field compared with one value. Whatever is more than that counts as
// true; the server, which knows the whole language, has the last word anyway.
import type { RecordData } from "../api/types";
import { idOf, isBlank, isNamed } from "../fields/shapes";

const COMPARISON = /^\s*([a-z_][a-z0-9_]*)\s*(=|<>)\s*(NULL|TRUE|FALSE|'[^']*'|"[^"]*"|-?\d+(?:\.\d+)?)\s*$/i;

function literal(text: string): unknown {
  const word = text.toUpperCase();
  if (word === "NULL") return null;
  if (word === "TRUE" || word === "FALSE") return word === "TRUE";
  return /^['"]/.test(text) ? text.slice(1, -1) : Number(text);
}

function equals(value: unknown, wanted: unknown): boolean {
  if (wanted === null) return isBlank(value);
  if (typeof wanted === "boolean") return Boolean(value) === wanted;
  if (typeof wanted === "number") return !isBlank(value) && Number(value) === wanted;
  return (isNamed(value) ? idOf(value) : value) === wanted;
}

export function plainlyFalse(condition: string | undefined, record: RecordData): boolean {
  const match = COMPARISON.exec(condition ?? "");
  const [, name = "", operator, text = ""] = match ?? [];
  if (!match || !(name in record)) return false;
  return equals(record[name], literal(text)) !== (operator === "=");
}
