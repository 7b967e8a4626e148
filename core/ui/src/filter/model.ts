// A filter as it is picked: conditions in groups, every operand a text; `ME` stands for the user.
export const ME = "ME()";

export type Join = "AND" | "OR";

export interface Condition {
  kind: "condition";
  key: string;
  path: string;
  operator: OperatorName;
  values: string[];
}
export interface Group {
  kind: "group";
  key: string;
  join: Join;
  items: Item[];
}
export type Item = Condition | Group;

export type OperatorName =
  | "is" | "is_not" | "team" | "any" | "none" | "lt" | "le" | "gt" | "ge" | "between"
  | "contains" | "contains_not" | "starts" | "ends"
  | "blank" | "filled" | "true" | "false"
  | "has" | "has_all" | "has_not"
  | "this" | "last" | "next" | "in_last" | "in_next" | "older" | "past" | "future";

const counter = { last: 0 };

/** Keys tell items apart while they are edited; they mean nothing else. */
const newKey = (): string => `f${++counter.last}`;

export function condition(path: string, operator: OperatorName, values: string[] = []): Condition {
  return { kind: "condition", key: newKey(), path, operator, values };
}

export function group(join: Join, items: Item[] = []): Group {
  return { kind: "group", key: newKey(), join, items };
}

/** The items with one replaced; null takes it out, and groups that are left empty with it. */
export function replaced(items: Item[], key: string, next: Item | null): Item[] {
  return items.flatMap((item) => {
    if (item.key === key) return next ?? [];
    return item.kind === "group" ? [{ ...item, items: replaced(item.items, key, next) }] : [item];
  });
}
