// Moves a record to another day or hour: at once, back where the server refuses, and undone on request.
import { useQueryClient } from "@tanstack/react-query";
import type { RecordData, UiField } from "../api/types";
import { noticeProblem, noticeUndo } from "../app/notices";
import type { Values } from "../fields/drafts";
import { formatDay } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import type { Listing } from "../list/data";
import { draftsOf, saveEdit } from "../list/edits";
import { endMoved, movedTo, placeOf } from "./days";

/** `place` is a day ("2026-11-22") or an hour of it ("2026-11-22 14"). */
export function useReschedule({ object, paths }: Listing, field: UiField, end?: UiField): (record: RecordData, place: string) => Promise<void> {
  const client = useQueryClient();
  const here = useLocale();
  const save = (row: RecordData, drafts: Values) => saveEdit(client, object, paths, { row, drafts });
  return async (record, place) => {
    if (placeOf(field, record, here.zone)?.startsWith(place)) return;
    const begin = movedTo(field, record, place, here.zone);
    const until = end && endMoved(end, record, record[field.name], begin);
    const drafts = { [field.name]: begin, ...(end && until ? { [end.name]: until } : {}) };
    try {
      const moved = await save(record, drafts);
      if (!(field.name in moved.written)) return;
      const name = String(record[object.name_field] ?? "");
      const where = `${formatDay(here, place)}${place.length > 10 ? ` ${place.slice(11)}:00` : ""}`;
      noticeUndo(t("{name} moved to {column}", { name, column: where }), () => save(moved.record, draftsOf(object, record, Object.keys(drafts))));
    } catch (error) {
      noticeProblem(error);
    }
  };
}
