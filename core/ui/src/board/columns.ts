// The columns of a board: one per option of the field it groups by, one more for records without a value.
import { useMemo } from "react";
import type { UiField, UiOption } from "../api/types";
import { t } from "../i18n";
import { useGroups, type Listing } from "../list/data";
import type { Figure } from "../list/figures";

export interface Column {
  id: string;
  value: string | null;
  label: string;
  option?: UiOption;
  count?: number;
  /** How many cards it should have at most. */
  limit?: number;
  sums: Record<string, unknown>;
}

const BLANK = "";

export const isOver = ({ count, limit }: Column): boolean => limit !== undefined && count !== undefined && count > limit;

function columnsOf(field: UiField, rows: Record<string, unknown>[] | undefined, limits: Record<string, number>): Column[] {
  const found = new Map(rows?.map((row) => [String(row[field.name] ?? BLANK), row]));
  const count = (id: string) => (rows ? Number(found.get(id)?.count ?? 0) : undefined);
  const options = field.options?.map((option) => ({ id: option.value, value: option.value, label: option.label, option, count: count(option.value), limit: limits[option.value], sums: found.get(option.value) ?? {} })) ?? [];
  if (!found.has(BLANK)) return options;
  return [{ id: BLANK, value: null, label: t("Without {field}", { field: field.label }), count: count(BLANK), sums: found.get(BLANK) ?? {} }, ...options];
}

/** Counts and sums come from the server; while words are looked for there are none, for /query knows no words. */
export function useColumns({ object, filter, q }: Listing, field: UiField, figures: Figure[], limits: Record<string, number> | undefined): Column[] {
  const measures = [{ count: "*" }, ...figures.map((figure) => figure.measure)];
  const rows = useGroups({ object: object.name, filter, group_by: [field.name], measures }, !q);
  return useMemo(() => columnsOf(field, q ? undefined : rows, limits ?? {}), [field, rows, q, limits]);
}
