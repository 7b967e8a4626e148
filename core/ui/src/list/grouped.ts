// The rows of a list that is grouped: heads with counts and figures, and below each the records that are loaded.
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { api } from "../api/client";
import type { PageOf, RecordData } from "../api/types";
import { useLocale } from "../fields/useLocale";
import { both } from "../filter/write";
import { groupFilter, groupLabel, groupTerms, inOrder, valueIn, type Grouping, type GroupRow } from "../lib/groups";
import { listKey, pageQuery, useGroups, type Listing, type Pages } from "./data";
import type { Figure } from "./figures";

export const STEP = 50;
const MOST = 1000;

export interface Group {
  key: string;
  value: string | null;
  label: string;
  color?: string;
  count: number;
  row: GroupRow;
  isOpen: boolean;
}
/** A line between records: the head of a group, or what stands for records that aren't loaded. */
export interface GroupLine {
  kind: "head" | "loading" | "more";
  of: Group;
}
export type Line = RecordData & { group?: GroupLine };

interface Opened {
  closed: Set<string>;
  wanted: Map<string, number>;
}

const line = (kind: GroupLine["kind"], of: Group): Line => ({ id: `${kind}:${of.key}`, group: { kind, of } });

function groupsOf(rows: GroupRow[] | undefined, grouping: Grouping, closed: Set<string>, label: (row: GroupRow) => string): Group[] {
  return inOrder(rows ?? [], grouping).map((row) => {
    const value = valueIn(row, grouping);
    const key = value ?? "";
    const color = grouping.path.field.options?.find((option) => option.value === value)?.color;
    return { key, value, label: label(row), color, count: Number(row.count ?? 0), row, isOpen: !closed.has(key) };
  });
}

function linesOf(group: Group, rows: RecordData[] | undefined): Line[] {
  if (!group.isOpen) return [line("head", group)];
  if (!rows) return [line("head", group), line("loading", group)];
  const rest = rows.length < group.count ? [line("more", group)] : [];
  return [line("head", group), ...rows, ...rest];
}

export interface Grouped {
  /** Undefined until the groups are known. */
  lines: Line[] | undefined;
  rows: RecordData[];
  error: unknown;
  toggle: (key: string) => void;
  /** Asks for the records of a group, and for more of them. */
  want: (key: string) => void;
}

function useOpened() {
  const [{ closed, wanted }, set] = useState<Opened>({ closed: new Set(), wanted: new Map() });
  const toggle = useCallback((key: string) => set((now) => ({ ...now, closed: now.closed.has(key) ? new Set([...now.closed].filter((one) => one !== key)) : new Set([...now.closed, key]) })), []);
  const want = useCallback((key: string) => set((now) => ({ ...now, wanted: new Map(now.wanted).set(key, Math.min(MOST, (now.wanted.get(key) ?? 0) + STEP)) })), []);
  return { closed, wanted, toggle, want };
}

/** Records of a group in the shape that lists are kept in, so that edits reach them too. */
function groupQuery(listing: Listing, grouping: Grouping, value: string | null, limit: number) {
  const own = { ...listing, filter: both(listing.filter, groupFilter(grouping, value)), limit };
  const query = pageQuery(own);
  return {
    queryKey: [...listKey(listing.object.name), "group", query],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Pages> => ({ pages: [await api.get<PageOf<RecordData>>(`/records/${listing.object.name}`, { query, signal })], pageParams: [null] }),
    placeholderData: keepPreviousData,
  };
}

export function useGrouped(listing: Listing, grouping: Grouping, figures: Figure[]): Grouped {
  const locale = useLocale();
  const { closed, wanted, toggle, want } = useOpened();
  const query = { object: listing.object.name, filter: listing.filter, group_by: groupTerms(grouping), measures: [{ count: "*" }, ...figures.map((figure) => figure.measure)] };
  const answer = useGroups(query);
  const groups = useMemo(() => groupsOf(answer, grouping, closed, (row) => groupLabel(locale, grouping, row)), [answer, grouping, closed, locale]);
  const open = groups.filter((group) => group.isOpen && wanted.has(group.key));
  const found = useQueries({ queries: open.map((group) => groupQuery(listing, grouping, group.value, wanted.get(group.key) ?? STEP)) });
  const loaded = new Map(open.map((group, at) => [group.key, found[at]?.data?.pages.flatMap((page) => page.data)]));
  const lines = answer && groups.flatMap((group) => linesOf(group, loaded.get(group.key)));
  return { lines, rows: [...loaded.values()].flatMap((rows) => rows ?? []), error: found.find((one) => one.error)?.error, toggle, want };
}
