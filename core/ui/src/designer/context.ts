// What every part of the drawing knows: the document, what is chosen, what is wrong, and how it is changed.
import { createContext, useContext } from "react";
import type { FieldProblem } from "../api/types";
import type { Steps } from "./kinds";
import type { Doc, Kind, Path, StepDoc } from "./model";
import type { Saying } from "./say";

/** What the test bench has said of a step: passed, left out, or whom it asks. */
export interface Mark {
  state: "passed" | "skipped" | "failed";
  words: string;
}

export interface Designer {
  kind: Kind;
  doc: Doc;
  object: string | undefined;
  steps: Steps;
  saying: Saying;
  /** By the place of the node; the head has the empty place. */
  problems: Map<string, FieldProblem[]>;
  marks: Map<string, Mark>;
  current: string;
  choose: (node: string, open?: boolean) => void;
  change: (next: Doc | ((now: Doc) => Doc), tag?: string) => void;
  /** Asks what to add there. */
  add: (list: Path, place: number) => void;
  insert: (list: Path, place: number, steps: StepDoc[]) => void;
  move: (from: Path, list: Path, place: number) => void;
}

const Shared = createContext<Designer | null>(null);
export const DesignerProvider = Shared.Provider;

export function useDesigner(): Designer {
  const found = useContext(Shared);
  if (!found) throw new Error("Only within the designer");
  return found;
}
