// Writes to many records at once: in portions, with progress, and with a way back.
import { api } from "../../api/client";
import type { BulkAnswer, PageOf, RecordData, UiField } from "../../api/types";
import { valueOf, wireOf } from "../../fields/drafts";
import type { Listing } from "../data";

const PORTION = 500;
const PAGE = 1000;

export interface Outcome {
  done: string[];
  /** What was refused, in the server's words, each once. */
  refused: number;
  reasons: string[];
}

export type Progress = (done: number, total: number) => void;

/** The ids of everything that fits a list. */
export async function allIds({ object, filter, sort, q }: Listing): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const query: Record<string, string | number | null | undefined> = { filter, sort, q, fields: "id", limit: PAGE, after };
    const page: PageOf<RecordData> = await api.get<PageOf<RecordData>>(`/records/${object.name}`, { query });
    ids.push(...page.data.map((row) => row.id));
    after = page.next;
  } while (after);
  return ids;
}

function* portions<T>(all: T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += PORTION) yield all.slice(at, at + PORTION);
}

function gathered(answers: BulkAnswer["results"]): Outcome {
  const failed = answers.filter((one) => one.status === "error");
  const messages = failed.flatMap((one) => one.errors?.map((problem) => problem.message) ?? []);
  const done = answers.filter((one) => one.status !== "error").map((one) => one.id ?? "");
  return { done, refused: failed.length, reasons: [...new Set(messages)] };
}

async function bulk(object: string, op: "update" | "delete", records: Record<string, unknown>[], progress: Progress): Promise<Outcome> {
  const answers: BulkAnswer["results"] = [];
  for (const portion of portions(records)) {
    const { results } = await api.post<BulkAnswer>(`/records/${object}/bulk`, { op, key: "id", atomic: false, records: portion });
    answers.push(...results.map((one, at) => ({ ...one, id: one.id ?? String(portion[at]?.id) })));
    progress(answers.length, records.length);
  }
  return gathered(answers);
}

export const deleteMany = (object: string, ids: string[], progress: Progress): Promise<Outcome> => bulk(object, "delete", ids.map((id) => ({ id })), progress);

export const updateMany = (object: string, records: Record<string, unknown>[], progress: Progress): Promise<Outcome> => bulk(object, "update", records, progress);

/** What the records have in a field now, as they are written back. */
export async function valuesNow(object: string, field: UiField, ids: string[]): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (const portion of portions(ids)) {
    const filter = `id IN (${portion.map((id) => `"${id}"`).join(", ")})`;
    const page = await api.get<PageOf<RecordData>>(`/records/${object}`, { query: { filter, fields: field.name, limit: PORTION } });
    found.push(...page.data.map((row) => ({ id: row.id, [field.name]: wireOf(field, valueOf(field, row)) })));
  }
  return found;
}

const AT_ONCE = 6;

/** Brings records back from the recycle bin. */
export async function restoreMany(object: string, ids: string[]): Promise<void> {
  const waiting = [...ids];
  const work = async () => {
    for (let id = waiting.pop(); id; id = waiting.pop()) await api.post(`/records/${object}/${id}/restore`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
