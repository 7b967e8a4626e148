// Writes from a list: shown at once, taken back where the server refuses, and undone on request.
import type { QueryClient } from "@tanstack/react-query";
import { api, keys } from "../api/client";
import type { RecordData, UiObject } from "../api/types";
import { overlaid, valueOf, type Values } from "../fields/drafts";
import { isNamed } from "../fields/shapes";
import type { Path } from "../lib/paths";
import { saveOver, type Saved } from "../record/conflict";
import { saveScope, type Read } from "../record/data";
import { listKey, rowQuery, type Pages } from "./data";

export interface Edit {
  /** The record as it was read: what others change after that is not overwritten in silence. */
  row: RecordData;
  /** Drafts by field, as the editors have them. */
  drafts: Values;
}

type Change = (row: RecordData) => RecordData | null; // null takes the row away

function changedPages(pages: Pages | undefined, id: string, change: Change): Pages | undefined {
  const touched = (row: RecordData) => (row.id === id ? (change(row) ?? []) : row);
  return pages && { ...pages, pages: pages.pages.map((page) => ({ ...page, data: page.data.flatMap(touched) })) };
}

/** Changes a row in every list of its object that is shown or kept. */
export function changeRow(client: QueryClient, object: string, id: string, change: Change): void {
  client.setQueriesData<Pages>({ queryKey: listKey(object) }, (pages) => changedPages(pages, id, change));
}

/** The answer to a write laid over a row: only what the row shows, names that are known already stay. */
function merged(row: RecordData, answer: RecordData): RecordData {
  const kept = Object.keys(row).filter((key) => key in answer && !(isNamed(row[key]) && row[key].id === answer[key]));
  return { ...row, ...Object.fromEntries(kept.map((key) => [key, answer[key]])) };
}

/** Whether the row shows something that the answer can't know: names, and fields of other records. */
const needsReading = (paths: Path[], drafts: Values): boolean => paths.some((path) => !path.isDirect && path.root.name in drafts);

async function rereadRow(client: QueryClient, object: UiObject, paths: Path[], id: string): Promise<void> {
  const row = await api.get<RecordData>(`/records/${object.name}/${id}`, { query: rowQuery({ object, paths }) });
  changeRow(client, object.name, id, (before) => ({ ...before, ...row }));
}

/** Sums, counts and pages of the record follow; the list itself keeps its rows where they are. */
export function refreshAround(client: QueryClient, object: string): void {
  const list = listKey(object);
  void client.invalidateQueries({ queryKey: keys.object(object), predicate: ({ queryKey }) => queryKey[2] !== list[2] });
  void client.invalidateQueries({ queryKey: list, refetchType: "none" });
}

/** The row as lists show it now. */
export const shownRow = (client: QueryClient, object: string, id: string): RecordData | undefined =>
  client.getQueriesData<Pages>({ queryKey: listKey(object) }).flatMap(([, pages]) => pages?.pages ?? []).flatMap((page) => page.data).find((row) => row.id === id);

/** The last version of a record that is known here: own writes count. */
export const versionOf = (client: QueryClient, object: string, { id, version }: RecordData): number => Math.max(version ?? 0, shownRow(client, object, id)?.version ?? 0);

/** The row as it was before the edit, with the tag of the last version that is known of it: own writes before this one count. */
export function seenOf(client: QueryClient, object: UiObject, row: RecordData): Read {
  const version = versionOf(client, object.name, row);
  return { record: row, etag: version ? `"${version}"` : null };
}

async function write(client: QueryClient, object: UiObject, paths: Path[], { row, drafts }: Edit): Promise<Saved> {
  const saved = await saveOver(object, seenOf(client, object, row), drafts);
  changeRow(client, object.name, row.id, (now) => merged(now, saved.record));
  if (saved.theirs || needsReading(paths, drafts)) await rereadRow(client, object, paths, row.id);
  return saved;
}

/** Writes to one record go one after the other, those of its page and panel too. */
export function inTurn<T>(client: QueryClient, object: string, id: string, run: () => Promise<T>): Promise<T> {
  return client.getMutationCache().build(client, { scope: saveScope(object, id), networkMode: "always", mutationFn: run }).execute(undefined);
}

/** What a record has in those fields, as drafts. */
export function draftsOf(object: UiObject, row: RecordData, names: string[]): Values {
  return Object.fromEntries(names.flatMap((name) => (object.fields[name] ? [[name, valueOf(object.fields[name], row)]] : [])));
}

/** Saves fields of one record; asks whose value to keep where somebody else was faster. Throws the server's refusal
 *  after taking the change back. */
export async function saveEdit(client: QueryClient, object: UiObject, paths: Path[], edit: Edit): Promise<Saved> {
  const { row, drafts } = edit;
  const before = draftsOf(object, row, Object.keys(drafts));
  const show = (shown: Values) => changeRow(client, object.name, row.id, (now) => overlaid(now, shown));
  show(drafts);
  try {
    const saved = await inTurn(client, object.name, row.id, () => {
      show(drafts); // the answer to the write before may have covered it
      return write(client, object, paths, edit);
    });
    refreshAround(client, object.name);
    return saved;
  } catch (error) {
    show(before);
    throw error;
  }
}
