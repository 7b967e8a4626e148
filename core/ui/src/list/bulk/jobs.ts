// Work on everything that a list finds: a job of the server, followed, stopped and put back.
import { api } from "../../api/client";
import type { Listing } from "../data";
import type { Outcome, Progress } from "./operations";

export interface BulkJob {
  id: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  total: number;
  done: number;
  failed: number;
  error: string;
  changes?: { state: string; changes: number; reverted: number; refused: number };
  errors?: { record_id: string; problem: string }[];
}

const SOON = 300;
const LATER = 1500;

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

const isOver = ({ state }: BulkJob): boolean => state !== "waiting" && state !== "running";

/** Asks how far it is, often at first; answers when it is over. */
async function followed(id: string, isDone: (job: BulkJob) => boolean, progress: Progress): Promise<BulkJob> {
  for (let wait = SOON; ; wait = Math.min(LATER, wait * 1.3)) {
    const job = await api.get<BulkJob>(`/bulk-jobs/${id}`);
    progress(job.done + job.failed, job.total);
    if (isDone(job)) return job;
    await pause(wait);
  }
}

export interface Task {
  operation: "update" | "delete";
  values?: Record<string, unknown>;
}

/** Does it to all that the list finds; `begun` is told its id, by which it can be stopped. */
export async function runJob({ object, filter, q }: Listing, task: Task, progress: Progress, begun: (id: string) => void): Promise<BulkJob> {
  const job = await api.post<BulkJob>(`/records/${object.name}/bulk-jobs`, { ...task, filter: filter ?? "", q: q || undefined });
  begun(job.id);
  return followed(job.id, isOver, progress);
}

export const stopJob = (id: string): Promise<unknown> => api.post(`/bulk-jobs/${id}/cancel`);

/** Puts it back: a small one at once, a large one by a job that is followed too. */
export async function revertJob(id: string): Promise<void> {
  const begun = await api.post<BulkJob & { revert_job_id: string | null }>(`/bulk-jobs/${id}/revert`);
  if (begun.revert_job_id) await followed(id, (job) => job.changes?.state === "reverted" || job.changes?.state === "failed", () => undefined);
}

export const outcomeOf = (job: BulkJob): Pick<Outcome, "refused" | "reasons"> & { count: number } => ({
  count: job.done,
  refused: job.failed,
  reasons: [...new Set(job.errors?.map(({ problem }) => problem) ?? []), ...(job.error ? [job.error] : [])],
});
