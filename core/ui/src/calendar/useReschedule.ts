// Moves a record to another day: at once, back where the server refuses, and undone on request.
import { useQueryClient } from "@tanstack/react-query";
import type { RecordData, UiField } from "../api/types";
import { noticeProblem, noticeUndo } from "../app/notices";
import { formatDay } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { saveEdit } from "../list/edits";
import type { Listing } from "../list/data";
import { dayOf, movedTo } from "./days";

export function useReschedule({ object, paths }: Listing, field: UiField): (record: RecordData, day: string) => Promise<void> {
  const client = useQueryClient();
  const here = useLocale();
  const save = (row: RecordData, value: unknown) => saveEdit(client, object, paths, { row, field, value });
  return async (record, day) => {
    if (dayOf(field, record, here.zone) === day) return;
    try {
      const moved = await save(record, movedTo(field, record, day, here.zone));
      if (!(field.name in moved.written)) return;
      const name = String(record[object.name_field] ?? "");
      noticeUndo(t("{name} moved to {column}", { name, column: formatDay(here, day) }), () => save(moved.record, record[field.name]));
    } catch (error) {
      noticeProblem(error);
    }
  };
}
