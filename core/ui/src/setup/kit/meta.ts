// Definitions: read, planned, put in force. Every change goes the same way: plan first, then apply.
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { api, keys, ProblemError } from "../../api/client";
import type { FieldProblem, MetaEntry, Plan, Plugin } from "../../api/types";
import { problemText } from "../../app/problem";

export type Document = Record<string, unknown>;
export interface Definition<D = Document> extends Omit<MetaEntry, "definition"> {
  definition: D;
  retired?: boolean;
}

/** What to store of a label that was read in the reader's language: as it was declared, unless somebody has changed it. */
export const labelToKeep = (typed: string, { name, label, definition }: Definition<{ label?: string }>): string => (typed === label ? (definition.label ?? name) : typed);

export interface VersionItem {
  version: number;
  at: string;
  by: { id: string; name: string } | null;
  note: string;
  document?: Document;
  retired?: boolean;
}

const metaKey = ["meta"] as const;

export function useDefinitions<D = Document>(kind: string, retired = false) {
  return useQuery({
    queryKey: [...metaKey, kind, "all", retired],
    queryFn: async ({ signal }) => (await api.get<{ data: Definition<D>[] }>(`/meta/${kind}`, { query: { retired: retired || undefined }, signal })).data,
  });
}

/** The modules of this installation, in whatever state they are. */
export function usePlugins<P extends Plugin = Plugin>() {
  return useQuery({ queryKey: ["plugins"], queryFn: async () => (await api.get<{ data: P[] }>("/plugins")).data });
}

export function useDefinition<D = Document>(kind: string, name: string) {
  return useQuery({
    queryKey: [...metaKey, kind, "one", name],
    queryFn: ({ signal }) => api.get<Definition<D>>(`/meta/${kind}/${name}`, { signal }),
    retry: false,
  });
}

export function useVersions(kind: string, name: string) {
  return useQuery({
    queryKey: [...metaKey, kind, "versions", name],
    queryFn: async ({ signal }) => (await api.get<{ data: VersionItem[] }>(`/meta/${kind}/${name}/versions`, { signal })).data,
    enabled: Boolean(name),
  });
}

/** After a change of definitions everything drawn from them is asked for anew. */
export async function definitionsChanged(client: QueryClient): Promise<void> {
  await Promise.all([client.invalidateQueries({ queryKey: metaKey }), client.invalidateQueries({ queryKey: keys.catalogue })]);
  void client.invalidateQueries({ queryKey: ["records"] });
  void client.invalidateQueries({ queryKey: ["plugins"] });
}

/** One request that can be asked what it would do: with `dry_run` the server answers with the plan. */
export type Step = (dryRun: boolean) => Promise<Plan>;

const flag = (dryRun: boolean) => ({ query: { dry_run: dryRun || undefined } });

/** What was read, so that nobody else's change since is written over. */
const seen = (revision?: number) => (revision === undefined ? {} : { ifMatch: `"${revision}"` });

export const putting = (kind: string, document: Document, revision?: number): Step => (dryRun) =>
  api.put<Plan>(`/meta/${kind}/${String(document.name)}`, document, { ...flag(dryRun), ...seen(revision) });
export const retiring = (kind: string, name: string, revision?: number): Step => (dryRun) => api.del<Plan>(`/meta/${kind}/${name}`, { ...flag(dryRun), ...seen(revision) });
/** Several changes as one: their plans together, then one after the other. */
export const together = (steps: Step[]): Step => async (dryRun) => {
  const plans: Plan[] = [];
  for (const step of steps) plans.push(await step(dryRun));
  return { steps: plans.flatMap((plan) => plan.steps), applied: plans.every((plan) => plan.applied) };
};
export const reverting = (kind: string, name: string, version: number): Step => (dryRun) =>
  api.post<Plan>(`/meta/${kind}/${name}/revert`, { version }, flag(dryRun));

export interface Change {
  /** The steps that wait for a yes. */
  plan: Plan | null;
  problems: FieldProblem[];
  refusal: string | null;
  busy: boolean;
  /** Asks the server what the step would do; false where it is refused. */
  propose: (step: Step) => Promise<boolean>;
  apply: () => Promise<boolean>;
  reset: () => void;
}

interface State {
  step: Step | null;
  plan: Plan | null;
  problems: FieldProblem[];
  refusal: string | null;
  busy: boolean;
}
const IDLE: State = { step: null, plan: null, problems: [], refusal: null, busy: false };

function refused(error: unknown): Pick<State, "problems" | "refusal"> {
  const problems = error instanceof ProblemError ? error.errors : [];
  return { problems, refusal: error instanceof ProblemError && problems.length ? error.detail : problemText(error) };
}

export function useChange(onApplied?: (plan: Plan) => void): Change {
  const client = useQueryClient();
  const [state, setState] = useState<State>(IDLE);
  const refuse = useCallback((error: unknown) => {
    setState({ ...IDLE, ...refused(error) });
    if (error instanceof ProblemError && error.status === 412) void client.invalidateQueries({ queryKey: metaKey }); // what somebody else made of it
  }, [client]);
  const propose = useCallback(async (step: Step) => {
    setState({ ...IDLE, busy: true });
    try {
      const plan = await step(true);
      setState({ ...IDLE, step, plan });
      return true;
    } catch (error) {
      refuse(error);
      return false;
    }
  }, [refuse]);
  const apply = async () => {
    if (!state.step) return false;
    setState({ ...state, busy: true });
    try {
      const plan = await state.step(false);
      await definitionsChanged(client);
      setState(IDLE);
      onApplied?.(plan);
      return true;
    } catch (error) {
      refuse(error);
      return false;
    }
  };
  return { ...state, propose, apply, reset: useCallback(() => setState(IDLE), []) };
}

/** The message for a place within a document: `/fields/km/scale`, whatever stands before it. */
export function problemAt(problems: FieldProblem[], ...ends: string[]): string | undefined {
  const found = problems.filter(({ field }) => ends.some((end) => field.endsWith(end)));
  return found.length ? found.map((problem) => problem.message).join(" ") : undefined;
}
