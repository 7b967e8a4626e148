// My open activities, by when they are due, and completing one.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys, useCatalogue, useObject } from "../api/client";
import type { PageOf, RecordData } from "../api/types";
import { noticeProblem, noticeUndo } from "../app/notices";
import { daysUntil } from "../fields/format/date";
import type { Locale } from "../fields/format/locale";
import { t } from "../i18n";
import { saveOver } from "../record/conflict";
import { readOf } from "../record/data";

export const ACTIVITY = "activity";
const OPEN = "owner_id = ME() AND done = FALSE";
const MOST = 60;
const WANTED = ["subject", "kind", "due_at", "priority", "about", "version"];

export type Due = "overdue" | "today" | "upcoming" | "someday";

const key = [...keys.object(ACTIVITY), "mine"] as const;

/** What was completed without a connection is done, though the server doesn’t know yet. */
const stillOpen = (page: PageOf<RecordData>): PageOf<RecordData> => ({ ...page, data: page.data.filter((record) => record.done !== true) });

export function useMyActivities() {
  const object = useObject(ACTIVITY);
  const fields = WANTED.filter((name) => object?.fields[name]).join(",");
  const query = { filter: OPEN, sort: "due_at", limit: MOST, fields };
  return useQuery({
    queryKey: key,
    queryFn: () => api.get<PageOf<RecordData>>(`/records/${ACTIVITY}`, { query }),
    select: stillOpen,
    enabled: Boolean(object),
  });
}

export function dueOf(record: RecordData, locale: Locale): Due {
  if (typeof record.due_at !== "string") return "someday";
  const days = daysUntil(locale, record.due_at);
  if (days < 0) return "overdue";
  return days === 0 ? "today" : "upcoming";
}

/** The record that an activity is about. */
export function aboutOf(record: RecordData): { object: string; id: string; name?: string } | null {
  const about = record.about;
  return typeof about === "object" && about !== null && "object" in about && "id" in about ? (about as { object: string; id: string; name?: string }) : null;
}

export function useComplete() {
  const client = useQueryClient();
  const { objects } = useCatalogue();
  const object = objects[ACTIVITY];
  const refresh = () => client.invalidateQueries({ queryKey: keys.object(ACTIVITY) });
  const without = (id: string) => (page: PageOf<RecordData> | undefined) => page && { ...page, data: page.data.filter((row) => row.id !== id) };
  return async (record: RecordData) => {
    if (!object) return;
    const before = client.getQueryData<PageOf<RecordData>>(key);
    client.setQueryData<PageOf<RecordData>>(key, without(record.id));
    try {
      const saved = await saveOver(object, readOf(record), { done: true });
      const name = String(record.subject ?? object.label);
      noticeUndo(t("Done: {action}", { action: name }), () => saveOver(object, saved, { done: false }).then(refresh));
      await refresh();
    } catch (error) {
      client.setQueryData(key, before);
      noticeProblem(error);
    }
  };
}
