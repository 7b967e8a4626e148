// The figures of a pivot: by row and column, by row, by column, and of all; four questions, whatever the size.
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Query } from "../api/types";
import { groupTerms, inOrder, valueIn, type Grouping, type GroupRow } from "../lib/groups";
import { groupsQuery, type Listing } from "../list/data";
import type { Figure } from "../list/figures";

const MOST = 1000;

export interface PivotData {
  rows: GroupRow[];
  columns: GroupRow[];
  cell: (row: string | null, column: string | null) => GroupRow | undefined;
  all: GroupRow | undefined;
  /** Whether there is more than fits. */
  isCut: boolean;
}
interface Found {
  data?: { rows: GroupRow[] };
  error: unknown;
}

const keyOf = (row: string | null, column: string | null): string => JSON.stringify([row, column]);

function queriesOf({ object, filter }: Listing, rows: Grouping, columns: Grouping | null, measures: Record<string, string>[]): Query[] {
  const base = { object: object.name, filter, measures, limit: MOST };
  const both = columns ? [{ ...base, group_by: [...groupTerms(rows), ...groupTerms(columns)] }, { ...base, group_by: groupTerms(columns) }] : [];
  return [{ ...base, limit: undefined }, { ...base, group_by: groupTerms(rows) }, ...both];
}

export function usePivot(listing: Listing, rows: Grouping, columns: Grouping | null, figures: Figure[]): { data: PivotData | undefined; error: unknown } {
  const measures = useMemo(() => [{ count: "*" }, ...figures.map((figure) => figure.measure)], [figures]);
  const queries = queriesOf(listing, rows, columns, measures).map((query) => groupsQuery(query));
  const found = useQueries({ queries }) as Found[];
  const [all, byRow, byBoth, byColumn] = found.map((one) => one.data?.rows);
  const error = found.find((one) => one.error)?.error;
  const isThere = all && byRow && (!columns || (byBoth && byColumn));
  const data = useMemo(() => {
    if (!isThere) return undefined;
    const cells = new Map((byBoth ?? []).map((row) => [keyOf(valueIn(row, rows), columns && valueIn(row, columns)), row]));
    const isCut = [byRow, byBoth, byColumn].some((some) => (some?.length ?? 0) >= MOST);
    return { rows: inOrder(byRow, rows), columns: columns ? inOrder(byColumn ?? [], columns) : [], cell: (row: string | null, column: string | null) => cells.get(keyOf(row, column)), all: all[0], isCut };
  }, [isThere, all, byRow, byBoth, byColumn, rows, columns]);
  return { data, error };
}
