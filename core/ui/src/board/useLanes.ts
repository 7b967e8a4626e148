// The lanes of a board: one per value of a second field, each with the count of its cards in every column.
import { useMemo } from "react";
import type { UiField } from "../api/types";
import { useLocale } from "../fields/useLocale";
import { groupLabel, groupTerms, inOrder, valueIn, type Grouping, type GroupRow } from "../lib/groups";
import { useGroups, type Listing } from "../list/data";

export interface Lane {
  id: string;
  value: string | null;
  label: string;
  color?: string;
  count: number;
  /** By the value of a column, the cards that stand there. */
  counts: Map<string, number>;
}

export const MOST_LANES = 50;
const BLANK = "";
const MOST_ROWS = 1000;

/** Options that no record has are lanes too, so that cards can be carried there. */
function withOptions(rows: GroupRow[], { path: { field }, key }: Grouping): GroupRow[] {
  const known = new Set(rows.map((row) => row[key]));
  return [...rows, ...(field.options ?? []).filter((option) => !option.retired && !known.has(option.value)).map((option) => ({ [key]: option.value }))];
}

function gathered(rows: GroupRow[], column: UiField, lanes: Grouping, label: (row: GroupRow) => string): Lane[] {
  const found = new Map<string, Lane>();
  for (const row of inOrder(withOptions(rows, lanes), lanes)) {
    const value = valueIn(row, lanes);
    const id = value ?? BLANK;
    const color = lanes.path.field.options?.find((option) => option.value === value)?.color;
    const lane = found.get(id) ?? { id, value, label: label(row), color, count: 0, counts: new Map<string, number>() };
    const count = Number(row.count ?? 0);
    lane.count += count;
    if (count) lane.counts.set(String(row[column.name] ?? BLANK), count);
    found.set(id, lane);
  }
  return [...found.values()];
}

/** Undefined until they are known. While words are looked for the lanes are those of the whole list. */
export function useLanes({ object, filter }: Listing, column: UiField, lanes: Grouping): Lane[] | undefined {
  const locale = useLocale();
  const rows = useGroups({ object: object.name, filter, group_by: [column.name, ...groupTerms(lanes)], measures: [{ count: "*" }], limit: MOST_ROWS });
  return useMemo(() => rows && gathered(rows, column, lanes, (row) => groupLabel(locale, lanes, row)), [rows, column, lanes, locale]);
}
