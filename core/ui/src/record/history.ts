// The history of a record, asked once for all that show a part of it.
import { useQuery } from "@tanstack/react-query";
import { api, keys } from "../api/client";
import type { HistoryItem } from "../api/types";
import { t } from "../i18n";
import { recordPath } from "./data";

export interface FieldChange {
  at: string;
  by: string;
  old: unknown;
  new: unknown;
}

export function useHistory(object: string, id: string, enabled: boolean) {
  return useQuery({
    queryKey: [...keys.record(object, id), "history"],
    queryFn: async ({ signal }) => itemsOf(await api.get<HistoryItem[] | { data: HistoryItem[] }>(`${recordPath(object, id)}/history`, { signal })),
    enabled,
    staleTime: 5_000,
  });
}

const itemsOf = (answer: HistoryItem[] | { data: HistoryItem[] }): HistoryItem[] => (Array.isArray(answer) ? answer : answer.data);

export function changesOfField(items: HistoryItem[], field: string): FieldChange[] {
  return items.flatMap((item) => item.changes.filter((change) => change.field === field).map((change) => (
    { at: item.at, by: item.by?.name ?? "", old: change.old, new: change.new })));
}

export function eventWord(event: string | undefined): string {
  const words: Record<string, string> = { created: t("made this record"), updated: t("changed"), deleted: t("deleted this record"), restored: t("brought it back"), merged: t("merged this with other records"), shared: t("shared this record"), unshared: t("took a share back") };
  return words[event ?? ""] ?? event ?? "";
}
