// Writes to the records that were ticked: over the versions that were seen, in portions, with a way back.
import { api } from "../../api/client";
import type { BulkAnswer, PageOf, RecordData, UiField } from "../../api/types";
import { valueOf, wireOf } from "../../fields/drafts";

const PORTION = 200; // ids that fit into an address

export interface Outcome {
  done: Meant[];
  /** What was refused, in the server's words, each once. */
  refused: number;
  reasons: string[];
}

export type Progress = (done: number, total: number) => void;

/** A record that is meant, in the version that was seen. */
export interface Meant {
  id: string;
  version?: number;
}

function* portions<T>(all: T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += PORTION) yield all.slice(at, at + PORTION);
}

function gathered(answers: BulkAnswer["results"]): Outcome {
  const failed = answers.filter((one) => one.status === "error");
  const messages = failed.flatMap((one) => one.errors?.map((problem) => problem.message) ?? []);
  const done = answers.filter((one) => one.status !== "error").map(({ id = "", version }) => ({ id, version }));
  return { done, refused: failed.length, reasons: [...new Set(messages)] };
}

interface Begun {
  results: { id: string; status: "done" | "error"; problem: { detail: string } | null }[];
}

/** Begins an automation for each of them. */
export async function beginMany(object: string, automation: string, meant: Meant[], progress: Progress): Promise<Outcome> {
  const outcome: Outcome = { done: [], refused: 0, reasons: [] };
  for (const portion of portions(meant)) {
    const { results } = await api.post<Begun>(`/records/${object}/run`, { automation, records: portion.map(({ id }) => id) });
    const failed = results.filter(({ status }) => status === "error");
    outcome.done.push(...results.filter(({ status }) => status === "done").map(({ id }) => ({ id })));
    outcome.refused += failed.length;
    outcome.reasons = [...new Set([...outcome.reasons, ...failed.map(({ problem }) => problem?.detail ?? "")])];
    progress(outcome.done.length + outcome.refused, meant.length);
  }
  return outcome;
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

export const deleteMany = (object: string, meant: Meant[], progress: Progress): Promise<Outcome> => bulk(object, "delete", meant.map((one) => ({ ...one })), progress);

export const updateMany = (object: string, records: Record<string, unknown>[], progress: Progress): Promise<Outcome> => bulk(object, "update", records, progress);

/** What the records have in a field now, as they are written back. */
export async function valuesNow(object: string, field: UiField, meant: Meant[]): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (const portion of portions(meant)) {
    const filter = `id IN (${portion.map(({ id }) => `"${id}"`).join(", ")})`;
    const page = await api.get<PageOf<RecordData>>(`/records/${object}`, { query: { filter, fields: field.name, limit: PORTION } });
    found.push(...page.data.map((row) => ({ id: row.id, [field.name]: wireOf(field, valueOf(field, row)) })));
  }
  return found;
}

const AT_ONCE = 6;

/** Brings records back from the recycle bin. */
export async function restoreMany(object: string, meant: Meant[]): Promise<void> {
  const waiting = meant.map(({ id }) => id);
  const work = async () => {
    for (let id = waiting.pop(); id; id = waiting.pop()) await api.post(`/records/${object}/${id}/restore`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
