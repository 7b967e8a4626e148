// Writes from a list: shown at once, taken back where the server refuses, and undone on request.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { api, keys } from "../api/client";
import type { RecordData, UiField, UiObject } from "../api/types";
import { notice, noticeProblem } from "../app/notices";
import { overlaid, valueOf, wireOf } from "../fields/drafts";
import { isNamed } from "../fields/shapes";
import { t } from "../i18n";
import type { Path } from "../lib/paths";
import { listKey, rowQuery, type Pages } from "./data";

export interface Edit {
  id: string;
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

/** Saves one field of one record. Throws the server's refusal after taking the change back. */
export async function saveEdit(client: QueryClient, object: UiObject, paths: Path[], edit: Edit): Promise<void> {
  const { id, field, value } = edit;
  const before = client.getQueriesData<Pages>({ queryKey: listKey(object.name) });
  changeRow(client, object.name, id, (row) => overlaid(row, { [field.name]: value }));
  try {
    const answer = await api.patch<RecordData>(`/records/${object.name}/${id}`, { [field.name]: wireOf(field, value) });
    changeRow(client, object.name, id, (row) => merged(row, answer));
    if (needsReading(paths, field)) await rereadRow(client, object, paths, id);
    refreshAround(client, object.name);
  } catch (error) {
    before.forEach(([key, pages]) => client.setQueryData(key, pages));
    throw error;
  }
}

/** Saves edits of cells one after the other and remembers them, newest last, for undo. */
export function useCellEdits(object: UiObject, paths: Path[]) {
  const client = useQueryClient();
  const done = useRef<Edit[]>([]);
  const save = useCallback(
    async (row: RecordData, field: UiField, value: unknown) => {
      const undo = { id: row.id, field, value: valueOf(field, row) };
      try {
        await saveEdit(client, object, paths, { id: row.id, field, value });
        done.current.push(undo);
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
      await saveEdit(client, object, paths, last);
      notice(t("Undone: {field}", { field: last.field.label }));
    } catch (error) {
      noticeProblem(error);
    }
  }, [client, object, paths]);
  return { save, undo };
}
