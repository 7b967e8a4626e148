// My notifications: what is unread, the latest, and marking them as read.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys, useObject } from "../api/client";
import type { PageOf, RecordData } from "../api/types";
import { noticeProblem } from "../app/notices";

export const NOTIFICATION = "notification";
const MINE = "owner_id = ME()";
const UNREAD = `${MINE} AND read_at = NULL`;
const SHOWN = 30;
/** Where the server has no room for one more page that listens. */
const ASK_EVERY = 60_000;

export interface Notification extends RecordData {
  kind: string;
  about: { object: string; id: string; name?: string } | null;
  caused_by: { id: string; name: string } | null;
  message: string | null;
  times: number;
  read_at: string | null;
  updated_at: string;
}

const unreadKey = [...keys.object(NOTIFICATION), "unread"] as const;
const latestKey = [...keys.object(NOTIFICATION), "latest"] as const;

export function useUnread(): number {
  const has = Boolean(useObject(NOTIFICATION));
  const query = { filter: UNREAD, limit: 1, count: true, fields: "id" };
  const answer = useQuery({ queryKey: unreadKey, queryFn: () => api.get<PageOf<RecordData>>(`/records/${NOTIFICATION}`, { query }), enabled: has, refetchInterval: ASK_EVERY });
  return answer.data?.count ?? 0;
}

const latest = (filter: string, limit: number) =>
  api.get<PageOf<Notification>>(`/records/${NOTIFICATION}`, {
    query: { filter, sort: "-updated_at", limit, fields: "kind,about,caused_by,message,times,read_at,updated_at", expand: "caused_by" },
  });

export const useLatest = (opened: boolean) => useQuery({ queryKey: latestKey, queryFn: () => latest(MINE, SHOWN), enabled: opened });

/** What a person wants to be told of, and when. */
export interface Wishes extends RecordData {
  muted: string[] | null;
  task_mail: string | null;
  quiet_from: string | null;
  quiet_until: string | null;
}
export const wishesQuery = (user: string) => ({
  queryKey: [...keys.record("user", user), "wishes"],
  queryFn: () => api.get<Wishes>(`/records/user/${user}`, { query: { fields: "muted,task_mail,quiet_from,quiet_until" } }),
  staleTime: 300_000,
});

/** The newest that nobody has read, for a notice. */
export const newestUnread = async (): Promise<Notification | undefined> => (await latest(UNREAD, 1)).data[0];

export function useMarkRead() {
  const client = useQueryClient();
  return async (ids: string[]) => {
    if (!ids.length) return;
    const now = new Date().toISOString();
    client.setQueryData<PageOf<Notification>>(latestKey, (page) => page && { ...page, data: page.data.map((one) => (ids.includes(one.id) ? { ...one, read_at: now } : one)) });
    try {
      await api.post(`/records/${NOTIFICATION}/bulk`, { op: "update", records: ids.map((id) => ({ id, read_at: now })) });
      await client.invalidateQueries({ queryKey: keys.object(NOTIFICATION) });
    } catch (error) {
      noticeProblem(error);
    }
  };
}

/** Marks all that is unread, also what isn't shown. */
export function useMarkAllRead() {
  const mark = useMarkRead();
  return async () => {
    const page = await api.get<PageOf<RecordData>>(`/records/${NOTIFICATION}`, { query: { filter: UNREAD, limit: 1000, fields: "id" } });
    await mark(page.data.map(({ id }) => id));
  };
}
