// What is wrong with a draft, asked of the server while it is drawn.
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ProblemError } from "../api/client";
import type { FieldProblem } from "../api/types";
import { putting, type Document } from "../setup/kit/meta";

const PAUSE = 350; // milliseconds without a change, after which the server is asked

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
  return dirty ? (asked.data ?? []).map((problem) => ({ ...problem, field: problem.field.startsWith(prefix) ? problem.field.slice(prefix.length) : problem.field })) : [];
}
