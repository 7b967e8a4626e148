// Saves changes of a record: shown at once, one after the other, rolled back when refused, merged when others were faster.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { keys, ProblemError, request } from "../api/client";
import type { FieldProblem, RecordData, UiObject } from "../api/types";
import { sameValue, valueOf, wireOf, type Values } from "../fields/drafts";
import { pageKey, readRecord, recordPath, showDrafts, timelineKey, withNames, type Read } from "./data";

/** Asked when somebody else changed the very fields that are being saved; null means: keep theirs. */
export type Merge = (conflict: Conflict) => Promise<Values | null>;

export interface Conflict {
  base: RecordData;
  theirs: RecordData;
  mine: Values;
  fields: string[];
}

export interface Refusal {
  detail: string;
  errors: FieldProblem[];
}

function wired(object: UiObject, drafts: Values): Values {
  return Object.fromEntries(Object.entries(drafts).map(([name, value]) => {
    const field = object.fields[name];
    return [name, field ? wireOf(field, value) : value];
  }));
}

/** The drafts that touch what others changed since `base`, and would come out differently. */
function clashing(object: UiObject, base: RecordData, theirs: RecordData, mine: Values): string[] {
  return Object.keys(mine).filter((name) => {
    const field = object.fields[name];
    if (!field) return false;
    const now = valueOf(field, theirs);
    return !sameValue(field, valueOf(field, base), now) && !sameValue(field, now, mine[name]);
  });
}

export function useSave(object: UiObject, id: string, merge: Merge) {
  const client = useQueryClient();
  const key = pageKey(object.name, id);

  const send = useCallback(async (drafts: Values, before: Read): Promise<Read> => {
    const etag = client.getQueryData<Read>(key)?.etag ?? before.etag;
    try {
      const { data, etag: next } = await request<RecordData>("PATCH", recordPath(object.name, id), wired(object, drafts), { ifMatch: etag });
      const known = client.getQueryData<Read>(key)?.record ?? before.record;
      return { record: withNames(object.fields, data, known), etag: next };
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 412) throw error;
      const theirs = await readRecord(object, id);
      const fields = clashing(object, before.record, theirs.record, drafts);
      const chosen = fields.length ? await merge({ base: before.record, theirs: theirs.record, mine: drafts, fields }) : drafts;
      client.setQueryData<Read>(key, theirs);
      return chosen && Object.keys(chosen).length ? send(chosen, theirs) : theirs;
    }
  }, [client, object, id, merge]);

  const mutation = useMutation({
    scope: { id: `save ${object.name} ${id}` },
    mutationFn: ({ drafts, before }: { drafts: Values; before: Read }) => send(drafts, before),
    onSuccess: (read) => {
      client.setQueryData<Read>(key, read);
      void client.invalidateQueries({ queryKey: timelineKey(object.name, id) });
      void client.invalidateQueries({ queryKey: keys.object(object.name), predicate: ({ queryKey }) => queryKey[2] !== "one" });
    },
  });

  /** Null when saved; else what the server refused, with the page as it was before. */
  return useCallback(async (drafts: Values): Promise<Refusal | null> => {
    const before = showDrafts(client, object, id, drafts);
    if (!before) return null;
    try {
      await mutation.mutateAsync({ drafts, before });
      return null;
    } catch (error) {
      client.setQueryData<Read>(key, (now) => now && { record: before.record, etag: now.etag });
      if (error instanceof ProblemError) return { detail: error.detail || error.title, errors: error.errors };
      throw error;
    }
  }, [client, object, id, mutation.mutateAsync]);
}
