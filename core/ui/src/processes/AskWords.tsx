// The dialog in which somebody says something with what they do: a comment or a reason, and what else belongs to it.
import { Alert, Button, Group, Stack, Textarea } from "@mantine/core";
import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from "react";
import { ProblemError } from "../api/client";
import { problemText } from "../app/problem";
import { t } from "../i18n";
import { RecordDialog } from "../record/RecordDialog";

interface AskWordsProps {
  title: string;
  about?: string;
  label: string;
  required: boolean;
  action: string;
  danger?: boolean;
  /** What else is asked; `errors` by the names of the fields. */
  children?: (errors: Record<string, string>) => ReactNode;
  ready?: boolean;
  send: (words: string) => Promise<unknown>;
  onClose: () => void;
}

/** What was refused, by the field: what a step lets one fill in is named `values.<field>`. */
function errorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemError) || !error.errors.length) return { "": problemText(error) };
  return Object.fromEntries(error.errors.map(({ field, message }) => [field.replace(/^values[./]/, ""), message]));
}

const OWN = ["comment", "reason"];

export function AskWords({ title, about, label, required, action, danger, children, ready = true, send, onClose }: AskWordsProps) {
  const [words, setWords] = useState("");
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy || !ready) return;
    if (required && !words.trim()) return setErrors({ comment: t("Say why") });
    setBusy(true);
    try {
      await send(words.trim());
      onClose();
    } catch (error) {
      setErrors(errorsOf(error));
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
  };
  const rest = children ? errors[""] : Object.entries(errors).filter(([field]) => !OWN.includes(field)).map(([, message]) => message).join(" ");
  return (
    <RecordDialog title={title} size={480} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} onKeyDown={onKeyDown} noValidate>
        <Stack gap="sm">
          {about && <div>{about}</div>}
          {rest && <Alert color="red" role="alert">{rest}</Alert>}
          {children?.(errors)}
          <Textarea label={label} withAsterisk={required} autosize minRows={3} maxRows={8} maxLength={4000} data-autofocus value={words} error={errors.comment ?? errors.reason} onChange={(event) => setWords(event.currentTarget.value)} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
            <Button type="submit" color={danger ? "red" : undefined} loading={busy} disabled={!ready}>{action}</Button>
          </Group>
        </Stack>
      </form>
    </RecordDialog>
  );
}
