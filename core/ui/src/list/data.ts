// The one data layer of lists, boards and cards: pages of records, how many there are, and sums.
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { api, keys, useCatalogue } from "../api/client";
import type { PageOf, Query, QueryAnswer, RecordData, UiObject } from "../api/types";
import { asked, resolvePaths, type Path } from "../lib/paths";
import type { Figure } from "./figures";

export const PAGE = 100;
const REST = 300; // milliseconds after which a list counts as read and not as passed by

/** What a list asks for. */
export interface Listing {
  object: UiObject;
  paths: Path[];
  filter?: string;
  sort?: string;
  q?: string;
  limit?: number;
}

export type Pages = InfiniteData<PageOf<RecordData>, unknown>;

export const listKey = (object: string) => [...keys.object(object), "list"] as const;

/** Names a row needs beyond its columns: its name, and its version for stale writes. */
function neededFields(object: UiObject): string[] {
  return [object.name_field, ...(object.fields.version ? ["version"] : [])];
}

export function rowQuery({ object, paths }: Pick<Listing, "object" | "paths">): Record<string, string> {
  return asked(paths, neededFields(object));
}

export function pageQuery(listing: Listing): Record<string, string | number | undefined> {
  const { filter, sort, q, limit = PAGE } = listing;
  return { ...rowQuery(listing), filter, sort, q, limit };
}

export function usePages(listing: Listing) {
  const client = useQueryClient();
  const query = pageQuery(listing);
  const name = listing.object.name;
  const path = `/records/${name}`;
  const later = (after: string) => ({
    queryKey: [...listKey(name), query, "after", after],
    queryFn: () => api.get<PageOf<RecordData>>(path, { query: { ...query, after } }),
    staleTime: 60_000,
  });
  const pages = useInfiniteQuery({
    queryKey: [...listKey(name), query],
    queryFn: ({ pageParam, signal }) => (pageParam === null ? api.get<PageOf<RecordData>>(path, { query, signal, isFirst: true }) : client.fetchQuery(later(pageParam))),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  return { ...pages, later };
}

/** Asks for the page after the last one once the list has come to rest, so that whoever scrolls there doesn't wait for it. */
export function usePageAhead({ data, isPlaceholderData, later }: ReturnType<typeof usePages>): void {
  const client = useQueryClient();
  const after = isPlaceholderData ? null : (data?.pages.at(-1)?.next ?? null);
  const next = useRef(later);
  next.current = later;
  const list = JSON.stringify(later("").queryKey); // a cursor is good for the list that it came from, and for no other
  useEffect(() => {
    if (after === null) return undefined;
    const query = next.current(after);
    const waiting = setTimeout(() => void client.prefetchQuery(query), REST);
    return () => clearTimeout(waiting);
  }, [client, after, list]);
}

export function useRows(pages: Pages | undefined): RecordData[] {
  return useMemo(() => pages?.pages.flatMap((page) => page.data) ?? [], [pages]);
}

/** How many records the list has in all; asked for apart, so that the first page needn't wait. */
export function useTotal({ object, filter, q }: Listing): number | undefined {
  const query = { filter, q, count: true, limit: 1, fields: "id" };
  const found = useQuery({
    queryKey: [...keys.object(object.name), "count", filter ?? "", q ?? ""],
    queryFn: ({ signal }) => api.get<PageOf<RecordData>>(`/records/${object.name}`, { query, signal }),
    placeholderData: keepPreviousData,
  });
  return found.data?.count;
}

export function usePaths(object: UiObject, names: string[] | undefined): Path[] {
  const catalogue = useCatalogue();
  return useMemo(() => resolvePaths(catalogue, object.name, names ?? []), [catalogue, object, names]);
}

export const groupsQuery = (query: Query) => ({
  queryKey: [...keys.object(query.object), "groups", query],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.post<QueryAnswer>("/query", query, { signal, idempotencyKey: null }),
});

export function useGroups(query: Query, enabled = true): QueryAnswer["rows"] | undefined {
  const found = useQuery({ ...groupsQuery(query), placeholderData: keepPreviousData, enabled });
  return found.data?.rows;
}

/** The figures of all that the list finds, as one row. Not asked for while words are looked for: /query knows no words. */
export function useFigures({ object, filter, q }: Listing, figures: Figure[]): Record<string, unknown> | undefined {
  const isAsked = figures.length > 0 && !q;
  const rows = useGroups({ object: object.name, filter: filter || undefined, measures: figures.map((figure) => figure.measure) }, isAsked);
  return isAsked ? rows?.[0] : undefined;
}
