// Groups of records that are likely the same thing, the search for them, and what is done about them.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, keys, useRefreshObject } from "../api/client";
import type { Id, PageOf, RecordData, UiField, UiObject } from "../api/types";
import { noticeProblem, noticeUndo } from "../app/notices";
import { sameValue, valueOf } from "../fields/drafts";
import { isBlank } from "../fields/shapes";
import { t } from "../i18n";
import { nameOf, readRecord } from "../record/data";

export interface Group {
  id: Id;
  score: number;
  records: { id: Id; name: string | null }[];
  reasons: { one: Id; other: Id; rule: string; score: number; fields: string[] }[];
}

interface Search {
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  progress: number;
  error: string;
}

/** So many are merged at once. */
export const MOST = 11;
const OFTEN = 700;

const groupsKey = (object: string) => [...keys.object(object), "duplicates"];
const isOver = (search: Search | undefined): boolean => search !== undefined && search.state !== "waiting" && search.state !== "running";

export function useGroups(object: string) {
  return useQuery({
    queryKey: groupsKey(object),
    queryFn: async ({ signal }) => (await api.get<PageOf<Group>>(`/records/${object}/duplicates`, { query: { limit: 200 }, signal })).data,
  });
}

/** The search is a job of the server, followed until it is over; then the groups are asked for anew. */
export function useSearch(object: string) {
  const client = useQueryClient();
  const [job, setJob] = useState<Id | null>(null);
  const search = useQuery({
    queryKey: ["jobs", "one", job],
    queryFn: () => api.get<Search>(`/jobs/${job}`),
    enabled: job !== null,
    refetchInterval: (query) => (isOver(query.state.data) ? false : OFTEN),
  }).data;
  const over = isOver(search);
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: groupsKey(object) });
  }, [over, client, object]);
  const start = async () => {
    try {
      setJob((await api.post<{ job: Id }>(`/records/${object}/duplicates/find`, {})).job);
    } catch (error) {
      noticeProblem(error);
    }
  };
  return { start, running: job !== null && !over, over, progress: search?.progress ?? 0, error: search?.error ?? "" };
}

export function useDismiss(object: string): (group: Group) => Promise<void> {
  const client = useQueryClient();
  return async ({ records }) => {
    try {
      await api.post(`/records/${object}/duplicates/dismiss`, { records: records.map(({ id }) => id) });
      await client.invalidateQueries({ queryKey: groupsKey(object) });
    } catch (error) {
      noticeProblem(error);
    }
  };
}

export function useRecords(object: UiObject, ids: Id[]) {
  return useQuery({
    queryKey: [...keys.object(object.name), "merging", ...ids],
    queryFn: ({ signal }) => Promise.all(ids.map(async (id) => (await readRecord(object, id, signal)).record)),
  });
}

/** What can be chosen: fields that the actor may write, in which the records differ. */
export function differing(object: UiObject, records: RecordData[]): UiField[] {
  const [first, ...others] = records;
  if (!first) return [];
  const editable = Object.values(object.fields).filter((field) => field.editable);
  return editable.filter((field) => others.some((record) => !sameValue(field, valueOf(field, first), valueOf(field, record))));
}

/** The value of the one that stays wins, unless it has none. */
export function winnerOf(field: UiField, records: RecordData[], keep: Id): Id {
  const has = (record: RecordData | undefined) => record !== undefined && !isBlank(valueOf(field, record));
  const kept = records.find(({ id }) => id === keep);
  return has(kept) ? keep : (records.find(has)?.id ?? keep);
}

interface Merged extends RecordData {
  change_set: Id;
}

export function useMerge(object: UiObject) {
  const refresh = useRefreshObject();
  return async (records: RecordData[], keep: Id, winners: Record<string, Id>): Promise<void> => {
    const others = records.map(({ id }) => id).filter((id) => id !== keep);
    const take = Object.fromEntries(Object.entries(winners).filter(([, id]) => id !== keep));
    const versions = Object.fromEntries(records.flatMap(({ id, version }) => (version === undefined ? [] : [[id, version]])));
    const merged = await api.post<Merged>(`/records/${object.name}/merge`, { keep, others, take, versions });
    await refresh(object.name);
    noticeUndo(t("Merged into {name}", { name: nameOf(object, merged) }), async () => {
      await api.post(`/change-sets/${merged.change_set}/revert`);
      await refresh(object.name);
    });
  };
}
