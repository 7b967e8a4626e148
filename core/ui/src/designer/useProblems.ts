// What is wrong with a draft, asked of the server while it is drawn.
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ProblemError } from "../api/client";
import type { FieldProblem } from "../api/types";
import { t } from "../i18n";
import { putting, type Document } from "../setup/kit/meta";
import { at, pathOf } from "./model";
import { keyLabel } from "./words";

const PAUSE = 350; // milliseconds without a change, after which the server is asked

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** What is only not filled in yet is said so, whatever rule it breaks. */
function inWords(problem: FieldProblem, document: Document): FieldProblem {
  const path = pathOf(problem.field);
  const key = path.findLast((part) => typeof part === "string");
  if (!path.length || key === undefined || key === "steps" || !isBlank(at(document, path))) return problem;
  const of = path.includes("cases") ? "branch" : path.includes("source") || path.includes("approvers") ? "source" : "";
  return { ...problem, message: t("Still to be filled in: {field}", { field: keyLabel(of, String(key)) }) };
}

/** Problems by their places in the document; those elsewhere keep theirs. */
export function useProblems(kind: string, document: Document, dirty: boolean): FieldProblem[] {
  const [settled] = useDebouncedValue(JSON.stringify(document), PAUSE);
  const asked = useQuery({
    queryKey: ["meta", kind, "problems", settled],
    queryFn: async (): Promise<FieldProblem[]> => {
      try {
        await putting(kind, JSON.parse(settled) as Document)(true);
        return [];
      } catch (error) {
        if (error instanceof ProblemError && error.errors.length) return error.errors;
        throw error;
      }
    },
    enabled: dirty,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const prefix = `/${kind}/${String(document.name)}`;
  const within = ({ field }: FieldProblem): string => (field.startsWith(prefix) ? field.slice(prefix.length) : field);
  return dirty ? (asked.data ?? []).map((problem) => inWords({ ...problem, field: within(problem) }, document)) : [];
}
