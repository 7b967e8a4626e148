// How much waits for me to decide; asked for anew with the notifications, one of which comes with each task.
import { useQuery } from "@tanstack/react-query";
import { api, keys, useCatalogue, useMe } from "../api/client";
import { NOTIFICATION } from "./data";

export const tasksKey = [...keys.object(NOTIFICATION), "tasks"] as const;
/** Somebody else may have decided. */
const ASK_EVERY = 60_000;
/** Who came without any, as the identity said, isn't asked about right away. */
const NONE = { count: 0 };

export function useTaskCount(): number {
  const { tasks } = useCatalogue();
  const { has_tasks } = useMe();
  const query = { state: "open", count: true, limit: 1 };
  const answer = useQuery({ queryKey: [...tasksKey, "count"], queryFn: () => api.get<{ count: number }>("/tasks", { query }), enabled: Boolean(tasks), refetchInterval: ASK_EVERY, initialData: has_tasks ? undefined : NONE });
  return answer.data?.count ?? 0;
}
