// Processes and tasks as the server tells of them, and what can be done with them.
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "react-router";
import { api, keys, useCatalogue } from "../api/client";
import type { AutomationButton, Id, Named } from "../api/types";
import { notice } from "../app/notices";
import { tasksKey } from "../notifications/tasks";
import { recordPath } from "../shell/places";
import { whatWasDone } from "./words";

export interface About {
  object: string;
  id: Id;
  name: string | null;
}
export interface Task {
  id: Id;
  step: string;
  round: number;
  state: string;
  version: number;
  assignee: Named | null;
  principal: Named | null;
  candidates: Named[];
  due_at: string | null;
  decided_by: Named | null;
  decided_at: string | null;
  added_by: Id | null;
  actions: string[];
  fields: Record<string, string>;
  reasons: string[];
  return_to: string[];
}
export interface Stage {
  step: string;
  label: string;
  state: string;
  mode: string;
  tasks: Id[];
}
export interface Happening {
  at: string;
  what: string;
  step: string;
  by: Named | null;
  whom: Named[];
  facts: Record<string, unknown>;
}
export interface Wait {
  step: string;
  visit: number;
  until: string | null;
  for: string;
}
/** A line of GET /processes. */
export interface Head {
  id: Id;
  kind: "approval" | "automation";
  definition: string;
  definition_version: number;
  label: string;
  record: About | null;
  state: string;
  outcome: string;
  stuck: boolean;
  initiator: Named | null;
  submitter: Named | null;
  started_at: string;
  changed_at: string;
  ended_at: string | null;
}
export interface Process extends Head {
  round: number;
  comment: string;
  path: Stage[];
  tasks: Task[];
  waits: Wait[];
  history: Happening[];
  proposal: { action: "create" | "update" | "delete"; fields: { field: string; label: string; was: unknown; to: unknown }[] } | null;
  my_task: Id | null;
  may: string[];
}
export interface Offered {
  name: string;
  label: string;
  chosen: boolean;
}
export interface OfRecord {
  data: Head[];
  offered: Offered[];
  buttons: AutomationButton[];
  shown: Process[];
  locked: boolean;
}
/** A line of GET /tasks. */
export interface TaskLine {
  id: Id;
  process: Id;
  definition: string;
  label: string;
  step: string;
  step_label: string;
  record: About | null;
  state: string;
  version: number;
  assignee: Named | null;
  initiator: Named | null;
  asked_at: string | null;
  due_at: string | null;
  decided_at: string | null;
  comment: string;
}

export const PROCESSES = ["processes"] as const;
/** What others decide is looked for this often while it is looked at. */
const AGAIN = 60_000;

export const ofRecordKey = (object: string, id: Id) => [...keys.record(object, id), "processes"] as const;

export const useOfRecord = (object: string, id: Id) =>
  useQuery({
    queryKey: ofRecordKey(object, id),
    queryFn: ({ signal }) => api.get<OfRecord>(`/records/${object}/${id}/processes`, { signal }),
    refetchInterval: ({ state }) => (state.data?.shown.some(isOpen) ? AGAIN : false),
  });

export const useProcess = (id: Id) => useQuery({ queryKey: [...PROCESSES, "one", id], queryFn: ({ signal }) => api.get<Process>(`/processes/${id}`, { signal }) });

export const isOpen = ({ ended_at }: Head): boolean => ended_at === null;
export const isLate = (due: string | null): boolean => due !== null && Date.parse(due) < Date.now();

export const labelOf = ({ path }: Process, step: string): string => path.find((stage) => stage.step === step)?.label ?? step;
/** What a step is called where its definition isn't at hand. */
export const plainLabel = (step: string): string => (step.charAt(0).toUpperCase() + step.slice(1)).replaceAll("_", " ");
export const myTask = (process: Process): Task | undefined => process.tasks.find(({ id }) => id === process.my_task);

/** Everything that a step of a process may have changed is asked for anew. */
export async function refreshAfter(client: QueryClient, about: About | null): Promise<void> {
  const touched = [tasksKey, PROCESSES, ...(about ? [keys.object(about.object)] : [])];
  await Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
}

export type Said = Record<string, unknown>;

/** Does it, and says that it is done; what is refused is thrown. */
export function useDoing(about: About | null) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const send = async (path: string, what: string, said: Said) => {
    const { record } = await api.post<Process>(path, said);
    notice(whatWasDone(what));
    if (record && record.name === null && pathname.startsWith(recordPath(record.object, record.id))) {
      // It was seen for the sake of the task alone.
      void navigate("/tasks");
      await Promise.all([tasksKey, PROCESSES].map((queryKey) => client.invalidateQueries({ queryKey })));
      await client.invalidateQueries({ queryKey: keys.object(record.object), refetchType: "none" });
    } else await refreshAfter(client, about);
  };
  return {
    act: (task: Id, what: string, said: Said) => send(`/tasks/${task}/${what}`, what, said),
    operate: (process: Id, what: string, said: Said) => send(`/processes/${process}/${what}`, what, said),
    begin: (automation: string) => send(`/records/${about?.object}/${about?.id}/run`, "begin", { automation }),
    submit: (said: Said) => send(`/records/${about?.object}/${about?.id}/submit`, "submit", said),
  };
}

export function useRecordLabel(about: About | null): string {
  const { objects } = useCatalogue();
  return about ? (about.name || objects[about.object]?.label || about.object) : "";
}
