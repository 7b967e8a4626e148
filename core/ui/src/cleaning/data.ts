// Cleaning as the server does it: a job that says what would change, then one that changes it and can be put back.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, keys } from "../api/client";
import type { Id, UiField, UiObject } from "../api/types";
import { noticeProblem } from "../app/notices";

export type What = "phones" | "names" | "addresses";

export interface Wish {
  what: What;
  fields: string[];
  case: boolean;
  filter: string | null;
}
export interface Found {
  looked_at: number;
  would_change: number;
  by_field: Record<string, number>;
  first: { id: Id; name: string | null; field: string; old: unknown; new: unknown }[];
}
export interface Done {
  change_set: Id;
  looked_at: number;
  changed: number;
  refused: number;
}
interface Job {
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  progress: number;
  error: string;
}

const TYPES: Record<What, string> = { phones: "phone", names: "text", addresses: "address" };
const OFTEN = 500;

export const fieldsFor = (object: UiObject, what: What): UiField[] => Object.values(object.fields).filter((field) => field.type === TYPES[what] && field.editable && !field.system);
/** What is ticked at first: of texts only names, for a number of the register is written as it is. */
export const likely = (object: UiObject, what: What): string[] => fieldsFor(object, what).map(({ name }) => name).filter((name) => what !== "names" || /name/.test(name) || name === object.name_field);
export const possible = (object: UiObject): What[] => (Object.keys(TYPES) as What[]).filter((what) => fieldsFor(object, what).length > 0);

/** One run of the job, followed until it is over, and what it left behind. */
export function useRun<T>(object: UiObject, dry: boolean) {
  const client = useQueryClient();
  const [id, setId] = useState<Id | null>(null);
  const job = useQuery({
    queryKey: ["jobs", "one", id],
    queryFn: () => api.get<Job>(`/jobs/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state: { data } }) => (data && data.state !== "waiting" && data.state !== "running" ? false : OFTEN),
  }).data;
  const over = job !== undefined && job.state !== "waiting" && job.state !== "running";
  const result = useQuery({ queryKey: ["jobs", "one", id, "result"], queryFn: () => api.get<T>(`/jobs/${id}/result`), enabled: over, retry: false, staleTime: Infinity }).data;
  useEffect(() => {
    if (over && !dry) void client.invalidateQueries({ queryKey: keys.object(object.name) });
  }, [over, dry, client, object.name]);
  const start = async (wish: Wish) => {
    try {
      setId((await api.post<{ job: Id }>(`/records/${object.name}/clean`, { ...wish, dry_run: dry })).job);
    } catch (error) {
      noticeProblem(error);
    }
  };
  const stop = () => api.post(`/jobs/${id}/cancel`).then(() => client.invalidateQueries({ queryKey: ["jobs", "one", id] }), noticeProblem);
  return { start, stop, forget: () => setId(null), running: id !== null && !over, progress: job?.progress ?? 0, error: job?.error ?? "", result: id ? result : undefined };
}

export interface PutBack {
  state: string;
  reverted: number;
  refused: number;
}

/** Puts a run back; a large one by a job of the server, whose set is then followed. */
export function usePutBack(object: UiObject) {
  const client = useQueryClient();
  const [set, setSet] = useState<Id | null>(null);
  const asked = useQuery({
    queryKey: ["change-sets", set],
    queryFn: () => api.get<PutBack>(`/change-sets/${set}`),
    enabled: set !== null,
    refetchInterval: ({ state: { data } }) => (data?.state === "reverted" ? false : OFTEN),
  });
  const isBack = set !== null && asked.data?.state === "reverted";
  useEffect(() => {
    if (isBack) void client.invalidateQueries({ queryKey: keys.object(object.name) });
  }, [isBack, client, object.name]);
  const putBack = async (id: Id) => {
    try {
      await api.post(`/change-sets/${id}/revert`);
      setSet(id);
    } catch (error) {
      noticeProblem(error);
    }
  };
  return { putBack, going: set !== null && !isBack, back: isBack ? asked.data : undefined };
}
