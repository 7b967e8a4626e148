// Moves and stretches a record in time: at once on the screen, over the version that was seen, undone on request.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { RecordData } from "../api/types";
import { noticeProblem, noticeUndo } from "../app/notices";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import type { Listing } from "../list/data";
import { draftsOf, saveEdit } from "../list/edits";
import type { Span } from "../list/places";
import { draftsFor, type Bar } from "./time";

export function useSpan({ object, paths }: Listing, span: Span): (record: RecordData, before: Bar, after: Bar) => Promise<void> {
  const client = useQueryClient();
  const { zone } = useLocale();
  return useCallback(
    async (record, before, after) => {
      const drafts = draftsFor(span, record, before, after, zone);
      if (Object.keys(drafts).length === 0) return;
      try {
        const saved = await saveEdit(client, object, paths, { row: record, drafts });
        if (Object.keys(saved.written).length === 0) return;
        const name = String(record[object.name_field] ?? "");
        noticeUndo(t("{name} has new dates", { name }), () => saveEdit(client, object, paths, { row: saved.record, drafts: draftsOf(object, record, Object.keys(drafts)) }));
      } catch (error) {
        noticeProblem(error);
      }
    },
    [client, object, paths, span, zone],
  );
}
