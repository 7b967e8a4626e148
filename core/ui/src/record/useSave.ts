// Saves changes of a record: shown at once, one after the other, rolled back when refused, merged when others were faster.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { keys, ProblemError } from "../api/client";
import type { FieldProblem, UiObject } from "../api/types";
import type { Values } from "../fields/drafts";
import { saveOver } from "./conflict";
import { pageKey, saveScope, showDrafts, timelineKey, withNames, type Read } from "./data";

export interface Refusal {
  detail: string;
  errors: FieldProblem[];
  /** It was submitted for approval instead. */
  submitted?: boolean;
}

export function useSave(object: UiObject, id: string) {
  const client = useQueryClient();
  const key = pageKey(object.name, id);

  const send = useCallback(async (drafts: Values, before: Read): Promise<Read> => {
    const etag = client.getQueryData<Read>(key)?.etag ?? before.etag;
    const { record, etag: next, theirs } = await saveOver(object, { record: before.record, etag }, drafts);
    const known = (theirs ?? client.getQueryData<Read>(key) ?? before).record;
    return { record: withNames(object.fields, record, known), etag: next };
  }, [client, object, id]);

  const mutation = useMutation({
    scope: saveScope(object.name, id),
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
      if (error instanceof ProblemError) return { detail: error.detail || error.title, errors: error.errors, submitted: error.submitted };
      throw error;
    }
  }, [client, object, id, mutation.mutateAsync]);
}
