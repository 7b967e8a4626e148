// Writes picked conditions as an expression: `stage = "won" AND amount > 1000`.
import type { UiCatalogue } from "../api/types";
import { resolvePath } from "../lib/paths";
import type { Condition, Group, Item } from "./model";
import { isComplete, kindOf, literal, OPERATORS } from "./operators";

function writeCondition(catalogue: UiCatalogue, object: string, one: Condition): string | null {
  const field = resolvePath(catalogue, object, one.path)?.field;
  if (!field || !isComplete(one)) return null;
  const kind = kindOf(field);
  const { operands, write } = OPERATORS[one.operator];
  const values = one.values.filter((value) => value !== "");
  if (operands === "count") return write(one.path, [values[0] ?? "", literal(values[1] ?? "", "text")], kind);
  return write(pathOf(one.path, kind), values.map((value) => literal(value, kind)), kind);
}

/** A reference to any object is compared by the id in it. */
const pathOf = (path: string, kind: string): string => (kind === "any" ? `${path}.id` : path);

function writeItem(catalogue: UiCatalogue, object: string, item: Item): string | null {
  if (item.kind === "condition") return writeCondition(catalogue, object, item);
  const inner = writeGroup(catalogue, object, item);
  return inner && item.items.length > 1 ? `(${inner})` : inner;
}

/** Null where nothing is complete. */
function writeGroup(catalogue: UiCatalogue, object: string, { join, items }: Group): string | null {
  const written = items.map((item) => writeItem(catalogue, object, item)).filter((text) => text !== null);
  return written.length > 0 ? written.join(` ${join} `) : null;
}

export const writeFilter = (catalogue: UiCatalogue, object: string, group: Group): string => writeGroup(catalogue, object, group) ?? "";

/** Both conditions together, each by itself; empty ones don't count. */
export function both(...filters: (string | undefined)[]): string {
  const present = filters.filter((one): one is string => Boolean(one?.trim()));
  return present.length > 1 ? present.map((one) => `(${one})`).join(" AND ") : (present[0] ?? "");
}
