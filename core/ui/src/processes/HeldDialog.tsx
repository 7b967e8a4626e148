// A change that has to be approved first: offers to submit it, with a word for whoever decides.
import { Alert, Button, Group, Text, Textarea } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useState } from "react";
import { api } from "../api/client";
import { notice } from "../app/notices";
import { problemText } from "../app/problem";
import { t } from "../i18n";

export interface Held {
  object: string;
  action: "create" | "update" | "delete";
  id?: string;
  values?: unknown;
}

function Ask({ label, held, answer }: { label: string; held: Held; answer: (submitted: boolean) => void }) {
  const [comment, setComment] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const submit = async () => {
    setBusy(true);
    try {
      await api.post(`/records/${held.object}/propose`, { action: held.action, ...(held.id && { id: held.id }), ...(held.action !== "delete" && { values: held.values }), ...(comment.trim() && { comment: comment.trim() }) });
      answer(true);
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
    }
  };
  return (
    <>
      <Text size="sm" mb="sm">{t("{approval} is needed for this. Submit it: it is done as soon as it is approved, and until then nothing changes.", { approval: label })}</Text>
      {problem && <Alert color="red" role="alert" mb="sm">{problem}</Alert>}
      <Textarea label={t("Comment")} autosize minRows={2} maxRows={8} maxLength={4000} data-autofocus value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={() => answer(false)}>{t("Cancel")}</Button>
        <Button loading={busy} onClick={() => void submit()}>{t("Submit for approval")}</Button>
      </Group>
    </>
  );
}

/** What a form says whose change was submitted. */
export const submitted = (): string => t("Submitted for approval. Nothing changes until then.");

/** Whether it was submitted. */
export function submitHeld(label: string, held: Held): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (submitted: boolean) => {
      if (submitted) notice(t("Submitted for approval"));
      resolve(submitted);
      modals.close(id);
    };
    const id = modals.open({ title: t("This has to be approved first"), size: 480, onClose: () => resolve(false), children: <Ask label={label} held={held} answer={answer} /> });
  });
}
