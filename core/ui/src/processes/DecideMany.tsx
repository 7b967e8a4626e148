// Several tasks decided together: one word for all of them, and what was refused said of each.
import { Alert, Button, CloseButton } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { Id, ProblemAnswer } from "../api/types";
import { notice } from "../app/notices";
import { t } from "../i18n";
import { AskWords } from "./AskWords";
import { refreshAfter, type TaskLine } from "./data";
import classes from "./tasks.module.css";
import { actionWord } from "./words";

interface Result {
  id: Id;
  status: "done" | "error";
  problem: ProblemAnswer | null;
}

const wordsOf = ({ detail, title, errors }: ProblemAnswer): string => [detail || title, ...(errors ?? []).map(({ message }) => message)].join(" ");

function Refused({ tasks, results, close }: { tasks: TaskLine[]; results: Result[]; close: () => void }) {
  const name = (id: Id) => tasks.find((task) => task.id === id)?.record?.name ?? "";
  return (
    <Alert color="red" mt="sm" role="alert" withCloseButton closeButtonLabel={t("Close")} onClose={close} title={t("Not everything could be decided")}>
      <ul className={classes.refused}>{results.map(({ id, problem }) => <li key={id}>{name(id)}: {problem && wordsOf(problem)}</li>)}</ul>
    </Alert>
  );
}

export function DecideMany({ tasks, clear }: { tasks: TaskLine[]; clear: () => void }) {
  const client = useQueryClient();
  const [action, setAction] = useState<"approve" | "reject" | null>(null);
  const [refused, setRefused] = useState<Result[]>([]);
  const send = async (comment: string) => {
    const { results } = await api.post<{ results: Result[] }>("/tasks/bulk", { tasks: tasks.map(({ id }) => id), action, ...(comment && { comment }) });
    const failed = results.filter(({ status }) => status === "error");
    setRefused(failed);
    notice(t("{done} of {all} decided", { done: results.length - failed.length, all: results.length }));
    const objects = [...new Map(tasks.map(({ record }) => [record?.object, record])).values()];
    for (const about of objects) await refreshAfter(client, about);
    if (!failed.length) clear();
  };
  return (
    <>
      <div className={classes.many} role="toolbar" aria-label={t("Chosen tasks")}>
        <span>{t("{n} selected", { n: tasks.length })}</span>
        <Button size="xs" color="teal.8" leftSection={<IconCheck size={14} aria-hidden />} onClick={() => setAction("approve")}>{t("Approve together")}</Button>
        <Button size="xs" variant="light" color="red" leftSection={<IconX size={14} aria-hidden />} onClick={() => setAction("reject")}>{t("Reject together")}</Button>
        <CloseButton ml="auto" aria-label={t("Choose no task")} onClick={clear} />
      </div>
      {refused.length > 0 && <Refused tasks={tasks} results={refused} close={() => setRefused([])} />}
      {action && <AskWords title={action === "approve" ? t("Approve together") : t("Reject together")} about={tasks.map(({ record, label }) => record?.name ?? label).join(", ")} label={t("Comment")} required={action === "reject"} danger={action === "reject"} action={actionWord(action)} send={send} onClose={() => setAction(null)} />}
    </>
  );
}
