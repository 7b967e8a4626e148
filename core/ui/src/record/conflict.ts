// What happens when somebody else was faster: changes of other fields join, and for the same fields people are asked.
import { ProblemError, request } from "../api/client";
import type { RecordData, UiObject } from "../api/types";
import { overlaid, type Values } from "../fields/drafts";
import { saveOrWait } from "../offline/outbox";
import { clashing, wired } from "./clash";
import { readRecord, recordPath, type Read } from "./data";

export interface Conflict {
  base: RecordData;
  theirs: RecordData;
  mine: Values;
  fields: string[];
}

/** The dialog is loaded when two people meet. */
async function choose(object: UiObject, conflict: Conflict): Promise<Values> {
  const { askWhose } = await import("./MergeDialog");
  return (await askWhose(object, conflict)) ?? {};
}

/** What is known after a write. */
export interface Saved extends Read {
  /** The values that were written; none where theirs were kept. */
  written: Values;
  /** What somebody else had made of the record meanwhile. */
  theirs: Read | null;
}

/** Saves over the version that was seen; where somebody else was faster, over theirs, after asking whose values to keep.
 *  Without a connection the change waits, and is shown as if it had been saved. */
export async function saveOver(object: UiObject, seen: Read, drafts: Values): Promise<Saved> {
  const answer: { saved?: Saved } = {};
  await saveOrWait({ object, seen: seen.record, etag: seen.etag, drafts }, async () => {
    answer.saved = await saveNow(object, seen, drafts);
  });
  const plain = Object.fromEntries(Object.entries(drafts).filter(([, value]) => !(value instanceof File)));
  return answer.saved ?? { record: overlaid(seen.record, plain), etag: seen.etag, written: drafts, theirs: null };
}

async function saveNow(object: UiObject, seen: Read, drafts: Values, theirs: Read | null = null): Promise<Saved> {
  const { id } = seen.record;
  try {
    const { data, etag } = await request<RecordData>("PATCH", recordPath(object.name, id), wired(object, drafts), { ifMatch: seen.etag });
    return { record: data, etag, written: drafts, theirs };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 412) throw error;
    const now = await readRecord(object, id);
    const fields = clashing(object, seen.record, now.record, drafts);
    const chosen = fields.length ? await choose(object, { base: seen.record, theirs: now.record, mine: drafts, fields }) : drafts;
    return Object.keys(chosen).length ? saveNow(object, now, chosen, now) : { ...now, written: {}, theirs: now };
  }
}
