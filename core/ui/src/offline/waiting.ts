// The changes that wait for the connection, in the order in which they were made.
import type { FieldProblem, RecordData } from "../api/types";
import { overlaid } from "../fields/overlaid";
import { createStore } from "../lib/store";

type Values = Record<string, unknown>;

/** A change that waits. `key` makes sending it twice harmless; `seen` is the record as its author saw it. */
export interface Waiting {
  id: number;
  kind: "create" | "change" | "action";
  object: string;
  /** The id of the record; of a record that isn't made yet a name of our own, which its id takes the place of. */
  record: string;
  /** What it is called in the list of waiting changes. */
  name: string;
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  /** What is sent; photos are sent before it. */
  body: Values;
  files: Record<string, File>;
  /** What it shows as until then. */
  drafts: Values;
  seen: RecordData | null;
  etag: string | null;
  key: string;
  at: number;
  /** When it was first sent, in milliseconds; it may have arrived then, though no answer came back. */
  tried?: number;
  state: "waiting" | "refused" | "conflict";
  problem?: { detail: string; errors: FieldProblem[] };
}

export const waitingChanges = createStore<Waiting[]>([]);

const NEW = "new-";
export const newName = (key: string): string => NEW + key;
export const isUnborn = (id: string): boolean => id.startsWith(NEW);

const RECORD = /^\/records\/([^/]+)\/([^/]+)$/;
const LIST = /^\/records\/[^/]+$/;

function withChanges(record: RecordData): RecordData {
  const mine = waitingChanges.get().filter((one) => one.kind === "change" && one.record === record.id);
  return mine.reduce((now, { drafts }) => overlaid(now, drafts), record);
}

/** A record that waits to be made. */
export function unborn(path: string): RecordData | undefined {
  const id = RECORD.exec(path)?.[2] ?? "";
  const made = waitingChanges.get().find((one) => one.kind === "create" && one.record === id);
  return made && withChanges(overlaid({ id }, made.drafts));
}

/** What was kept of an answer, with the changes that wait. */
export function overlay(path: string, data: unknown): unknown {
  if (RECORD.test(path)) return withChanges(data as RecordData);
  const page = data as { data?: RecordData[] } | null;
  return LIST.test(path) && page?.data ? { ...page, data: page.data.map(withChanges) } : data;
}
