// Writes from a list: shown at once, taken back where the server refuses, and undone on request.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { api, keys } from "../api/client";
import type { RecordData, UiField, UiObject } from "../api/types";
import { notice, noticeProblem } from "../app/notices";
import { overlaid, valueOf } from "../fields/drafts";
import { isNamed } from "../fields/shapes";
import { t } from "../i18n";
import type { Path } from "../lib/paths";
import { saveOver, type Saved } from "../record/conflict";
import { saveScope, type Read } from "../record/data";
import { listKey, rowQuery, type Pages } from "./data";

export interface Edit {
  /** The record as it was read: what others change after that is not overwritten in silence. */
  row: RecordData;
  field: UiField;
  value: unknown; // a draft, as the editors have it
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
const needsReading = (paths: Path[], field: UiField): boolean => paths.some((path) => !path.isDirect && path.root.name === field.name);

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

const shownRow = (client: QueryClient, object: string, id: string): RecordData | undefined =>
  client.getQueriesData<Pages>({ queryKey: listKey(object) }).flatMap(([, pages]) => pages?.pages ?? []).flatMap((page) => page.data).find((row) => row.id === id);

/** The row as it was before the edit, with the tag of the last version that is known of it: own writes before this one count. */
function seenOf(client: QueryClient, object: UiObject, row: RecordData): Read {
  const version = Math.max(row.version ?? 0, shownRow(client, object.name, row.id)?.version ?? 0);
  return { record: row, etag: version ? `"${version}"` : null };
}

async function write(client: QueryClient, object: UiObject, paths: Path[], { row, field, value }: Edit): Promise<Saved> {
  const saved = await saveOver(object, seenOf(client, object, row), { [field.name]: value });
  changeRow(client, object.name, row.id, (now) => merged(now, saved.record));
  if (saved.theirs || needsReading(paths, field)) await rereadRow(client, object, paths, row.id);
  return saved;
}

/** Writes to one record go one after the other, those of its page and panel too. */
function inTurn<T>(client: QueryClient, object: string, id: string, run: () => Promise<T>): Promise<T> {
  return client.getMutationCache().build(client, { scope: saveScope(object, id), networkMode: "always", mutationFn: run }).execute(undefined);
}

/** Saves one field of one record; asks whose value to keep where somebody else was faster. Throws the server's refusal
 *  after taking the change back. */
export async function saveEdit(client: QueryClient, object: UiObject, paths: Path[], edit: Edit): Promise<Saved> {
  const { row, field, value } = edit;
  const show = (shown: unknown) => changeRow(client, object.name, row.id, (now) => overlaid(now, { [field.name]: shown }));
  show(value);
  try {
    const saved = await inTurn(client, object.name, row.id, () => {
      show(value); // the answer to the write before may have covered it
      return write(client, object, paths, edit);
    });
    refreshAround(client, object.name);
    return saved;
  } catch (error) {
    show(valueOf(field, row));
    throw error;
  }
}

/** Saves edits of cells one after the other and remembers them, newest last, for undo. */
export function useCellEdits(object: UiObject, paths: Path[]) {
  const client = useQueryClient();
  const done = useRef<Edit[]>([]);
  const save = useCallback(
    async (row: RecordData, field: UiField, value: unknown) => {
      try {
        const { record, written } = await saveEdit(client, object, paths, { row, field, value });
        if (field.name in written) done.current.push({ row: record, field, value: valueOf(field, row) });
      } catch (error) {
        noticeProblem(error);
      }
    },
    [client, object, paths],
  );
  const undo = useCallback(async () => {
    const last = done.current.pop();
    if (!last) return notice(t("Nothing to undo"));
    try {
      const { written } = await saveEdit(client, object, paths, last);
      if (last.field.name in written) notice(t("Undone: {field}", { field: last.field.label }));
    } catch (error) {
      noticeProblem(error);
    }
  }, [client, object, paths]);
  return { save, undo };
}
