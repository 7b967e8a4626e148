// Conditions simple enough to be judged here: fields compared with values, with AND between them. Whatever is more than that counts as
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
  const parts = (condition ?? "").split(/\s+AND\s+/i).map((part) => COMPARISON.exec(part));
  return parts.every((match) => match !== null) && parts.some(([, name = "", operator, text = ""]) => name in record && equals(record[name], literal(text)) !== (operator === "="));
}
