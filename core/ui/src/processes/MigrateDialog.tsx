// Moves a process to the version of its definition that is in force, after a look at how it would stand there.
import { Alert, Select, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, ProblemError } from "../api/client";
import { problemText } from "../app/problem";
import { t } from "../i18n";
import { useDefinition, type Document } from "../setup/kit/meta";
import { AskWords } from "./AskWords";
import { labelOf, plainLabel, useDoing, type Process } from "./data";
import { Stages } from "./Stages";
import { actionWord } from "./words";

type Names = Record<string, string>;

const isObject = (value: unknown): value is Document => typeof value === "object" && value !== null;

/** The steps of a definition that have a name, wherever they stand. */
function stepsIn(value: unknown): { value: string; label: string }[] {
  if (Array.isArray(value)) return value.flatMap(stepsIn);
  if (!isObject(value)) return [];
  const inner = Object.values(value).flatMap((part) => (isObject(part) ? stepsIn(part) : []));
  const isStep = typeof value.id === "string" && (typeof value.do === "string" || Array.isArray(value.approvers));
  return isStep ? [{ value: String(value.id), label: String(value.label ?? plainLabel(String(value.id))) }, ...inner] : inner;
}

/** How it would stand, or where it can't. */
const usePreview = (process: Process, steps: Names) =>
  useQuery({
    queryKey: ["moved process", process.id, process.changed_at, steps],
    queryFn: () => api.post<Process>(`/processes/${process.id}/migrate`, { steps, dry_run: true }),
    retry: false,
    staleTime: 0,
  });

/** The steps without a counterpart; the fields of the refusal are called `steps.<step>`. */
const lostIn = (error: unknown): string[] => (error instanceof ProblemError ? error.errors.map(({ field }) => field.replace(/^steps\./, "")) : []);

export function MigrateDialog({ process, onClose }: { process: Process; onClose: () => void }) {
  const { operate } = useDoing(process.record);
  const [steps, setSteps] = useState<Names>({});
  const preview = usePreview(process, steps);
  const definition = useDefinition(process.kind, process.definition);
  const known = stepsIn(definition.data?.definition);
  const asked = [...new Set([...Object.keys(steps), ...lostIn(preview.error)])];
  const refusal = preview.error && !lostIn(preview.error).length ? problemText(preview.error) : "";
  return (
    <AskWords title={t("{action}: {name}", { action: actionWord("migrate"), name: process.label })} label={t("Say why")} required={false} action={actionWord("migrate")} ready={preview.isSuccess} send={(reason) => operate(process.id, "migrate", { steps, ...(reason && { reason }) })} onClose={onClose}>
      {() => (
        <>
          {asked.map((step) => (
            <Select key={step} label={t("What is called {step} now", { step: labelOf(process, step) })} withAsterisk data={known} value={steps[step] ?? null} onChange={(name) => name && setSteps((before) => ({ ...before, [step]: name }))} />
          ))}
          {refusal && <Alert color="red" role="alert">{refusal}</Alert>}
          {preview.isPending && <Skeleton h={48} />}
          {preview.data && (
            <section aria-label={t("How it would stand")}>
              <div>{t("How it would stand")}</div>
              <Stages process={preview.data} />
            </section>
          )}
        </>
      )}
    </AskWords>
  );
}
