// What the pages of a record ask of the server, and how a write is shown before the answer comes.
import { useQuery, type QueryClient } from "@tanstack/react-query";
import { api, keys, request } from "../api/client";
import type { RecordData, UiField, UiObject } from "../api/types";
import { overlaid, type Values } from "../fields/drafts";
import { isNamed } from "../fields/shapes";

/** A record as it was read, with the tag that says which version that was. */
export interface Read {
  record: RecordData;
  etag: string | null;
}

/** A record of a list, with the tag of its version. */
export const readOf = (record: RecordData): Read => ({ record, etag: record.version ? `"${record.version}"` : null });

export const pageKey = (object: string, id: string) => [...keys.record(object, id), "page"] as const;
export const timelineKey = (object: string, id: string) => [...keys.record(object, id), "timeline"] as const;
export const nextStepsKey = (object: string, id: string) => [...keys.record(object, id), "next"] as const;

const LINKS = new Set(["reference", "master_detail", "user", "file", "image"]);

/** The fields whose value is one record of a known object: the server tells their names; others are asked for apart. */
export function linksOf(object: UiObject): string[] {
  return Object.values(object.fields).filter((field) => LINKS.has(field.type)).map((field) => field.name);
}

/** Writes to one record go one after the other. */
export const saveScope = (object: string, id: string) => ({ id: `save ${object} ${id}` });

export const recordPath = (object: string, id: string): string => `/records/${object}/${id}`;

export async function readRecord(object: UiObject, id: string, signal?: AbortSignal): Promise<Read> {
  const query = { expand: linksOf(object).join(",") };
  const { data, etag } = await request<RecordData>("GET", recordPath(object.name, id), undefined, { query, signal, isFirst: location.pathname.endsWith(`/${id}`) });
  return { record: data, etag };
}

const readQuery = (object: UiObject, id: string) => ({
  queryKey: pageKey(object.name, id),
  queryFn: ({ signal }: { signal: AbortSignal }) => readRecord(object, id, signal),
  staleTime: 5_000,
});

export const useRead = (object: UiObject, id: string) => useQuery(readQuery(object, id));

/** Reads a record that somebody points at: most likely it is opened next. */
export const readAhead = (client: QueryClient, object: UiObject, id: string): void => void client.prefetchQuery(readQuery(object, id));

/** An answer to a write names links by id alone: names that are known already stay. */
export function withNames(fields: Record<string, UiField>, answer: RecordData, known: RecordData): RecordData {
  const named = Object.keys(fields).flatMap((name) => {
    const kept = known[name];
    return isNamed(kept) && kept.id === answer[name] ? [[name, kept] as const] : [];
  });
  return { ...answer, ...Object.fromEntries(named) };
}

export function showDrafts(client: QueryClient, object: UiObject, id: string, drafts: Values): Read | undefined {
  const key = pageKey(object.name, id);
  const before = client.getQueryData<Read>(key);
  if (before) client.setQueryData<Read>(key, { ...before, record: overlaid(before.record, drafts) });
  return before;
}

export async function deleteRecord(object: string, id: string): Promise<void> {
  await api.del(recordPath(object, id));
}

export async function restoreRecord(object: string, id: string): Promise<void> {
  await api.post(`${recordPath(object, id)}/restore`);
}

export function nameOf(object: UiObject, record: RecordData | undefined): string {
  const value = record?.[object.name_field];
  if (isNamed(value)) return value.name;
  return value === null || value === undefined || value === "" ? object.label : String(value);
}
