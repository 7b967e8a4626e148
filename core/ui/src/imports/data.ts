// Imports as the server tells of them, and a mapping as far as the page changes it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys } from "../api/client";
import type { FieldProblem } from "../api/types";

export type Existing = "overwrite" | "fill" | "never";
export type Source = string | ({ column?: string; existing?: Existing } & Record<string, unknown>);
export interface Mapping {
  object: string;
  key?: string | string[];
  fields: Record<string, Source | Source[]>;
  ignore?: Record<string, string>;
  file?: Record<string, unknown>;
  [other: string]: unknown;
}
export interface Column {
  heading: string;
  shape: string;
  samples: string[];
  field: string | null;
}
export interface Looked {
  file: { name: string; kind: string; encoding: string; delimiter: string; header: boolean; lines: number };
  columns: Column[];
  mapping: Mapping;
  problems: FieldProblem[];
  rows: { line: number; cells: string[]; values: Record<string, unknown>; skipped: boolean; errors: FieldProblem[] }[];
}
export type State = "waiting" | "running" | "done" | "failed" | "cancelled";
export interface Report {
  rows?: number;
  created?: number;
  updated?: number;
  unchanged?: number;
  refused_count?: number;
  malformed_count?: number;
}
export interface Import {
  id: string;
  object: string;
  title: string;
  dry_run: boolean;
  state: State;
  lines: number;
  line: number;
  report: Report;
  /** The first of the refused rows. */
  refused?: { line: number; problem: string }[];
  error: string;
  created_at: string;
  changes: { state: string; changes: number; reverted: number; refused: number } | null;
  revert_job_id?: string | null;
}

export const isGoing = (one: Import | undefined): boolean => one?.state === "waiting" || one?.state === "running" || one?.changes?.state === "reverting";
export const refusedOf = ({ report }: Import): number =>
  (report.refused_count ?? 0) + (report.malformed_count ?? 0);

export const look = (object: string, file: string, mapping: Mapping | null): Promise<Looked> =>
  api.post<Looked>("/imports/inspect", { object, file, ...(mapping && { mapping }) }, { idempotencyKey: null });

export const start = (object: string, file: string, mapping: Mapping, dry_run: boolean): Promise<Import> => api.post<Import>("/imports", { object, file, mapping, dry_run });

const POLL = 700;
const key = (id: string) => ["imports", id] as const;

export function useImport(id: string | null) {
  return useQuery({
    queryKey: key(id ?? ""),
    queryFn: () => api.get<Import>(`/imports/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data === undefined || isGoing(state.data) ? POLL : false),
  });
}

export function useImports(object: string) {
  return useQuery({ queryKey: ["imports", "of", object], queryFn: async () => (await api.get<{ data: Import[] }>("/imports", { query: { object, limit: 10 } })).data });
}

/** Stops an import, goes on with it, or puts it all back. */
export function useCommand() {
  const client = useQueryClient();
  return async (one: Pick<Import, "id" | "object">, command: "cancel" | "resume" | "revert") => {
    await api.post(`/imports/${one.id}/${command}`);
    await Promise.all([client.invalidateQueries({ queryKey: ["imports"] }), client.invalidateQueries({ queryKey: keys.object(one.object) })]);
  };
}
