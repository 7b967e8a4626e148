// Files of BPMN and DMN: what would come of one here, as the server tells it.
import { api, urlOf } from "../../api/client";
import type { FieldProblem, Plan } from "../../api/types";
import type { Document, Step } from "../kit/meta";

/** The kinds that can be drawn, and the format of each. */
export const FORMATS: Record<string, string> = { approval: "BPMN", automation: "BPMN", decision_table: "DMN" };

export interface Proposal {
  kind: string;
  name: string;
  label: string;
  definition: Document;
  taken: { element: string; step: string }[];
  remarks: FieldProblem[];
  problems: FieldProblem[];
  stands: boolean;
}

/** POST /drawings */
export interface Drawing {
  format: "bpmn" | "dmn";
  definitions: Proposal[];
  remarks: FieldProblem[];
  problems: FieldProblem[];
}

export function readDrawing(file: File, object: string | null): Promise<Drawing> {
  const form = new FormData();
  form.append("file", file);
  return api.post<Drawing>("/drawings", form, { query: { object: object ?? undefined } });
}

/** All of them together, so that they may name each other. */
export const puttingAll = (definitions: { kind: string; definition: Document }[]): Step => (dryRun) =>
  api.post<Plan>("/meta", { definitions }, { query: { dry_run: dryRun || undefined } });

export const drawingUrl = (kind: string, name: string): string => urlOf(`/drawings/${kind}/${name}`, {});
