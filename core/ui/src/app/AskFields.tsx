// A small form of a few fields in a dialog; a refusal is shown at the fields it names.
import { Alert, Button, Group, Stack } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { ProblemError } from "../api/client";
import type { RecordData, UiField, UiObject } from "../api/types";
import { wireOf } from "../fields/drafts";
import { Editor } from "../fields/editor";
import { t } from "../i18n";
import { problemText } from "./problem";

interface AskFieldsProps {
  object: UiObject;
  fields: UiField[];
  record?: RecordData;
  submit: (values: Record<string, unknown>) => Promise<unknown>;
  done: () => void;
  label: string;
}

/** The words for each field, and for what no field here is named. */
function sorted(error: unknown, fields: UiField[]): { at: Record<string, string>; rest: string } {
  if (!(error instanceof ProblemError) || error.errors.length === 0) return { at: {}, rest: problemText(error) };
  const isHere = (name: string) => fields.some((field) => field.name === name);
  const at = Object.fromEntries(error.errors.filter((one) => isHere(one.field)).map((one) => [one.field, one.message]));
  const rest = error.errors.filter((one) => !isHere(one.field)).map((one) => one.message).join(" ");
  return { at, rest };
}

export function AskFields({ object, fields, record, submit, done, label }: AskFieldsProps) {
  const [drafts, setDrafts] = useState<Record<string, unknown>>({});
  const [problem, setProblem] = useState<{ at: Record<string, string>; rest: string }>({ at: {}, rest: "" });
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const values = fields.map((field) => [field.name, wireOf(field, drafts[field.name] ?? record?.[field.name] ?? null)]);
    try {
      await submit(Object.fromEntries(values));
      done();
    } catch (error) {
      setProblem(sorted(error, fields));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        {problem.rest && <Alert color="red" role="alert">{problem.rest}</Alert>}
        {fields.map((field, at) => (
          <Editor
            key={field.name}
            field={field}
            object={object}
            record={{ ...record, ...drafts }}
            label={field.label}
            autoFocus={at === 0}
            required={field.required}
            value={drafts[field.name] ?? record?.[field.name] ?? null}
            error={problem.at[field.name]}
            onChange={(value) => setDrafts((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={done}>{t("Cancel")}</Button>
          <Button type="submit" loading={busy}>{label}</Button>
        </Group>
      </Stack>
    </form>
  );
}
