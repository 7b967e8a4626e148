// What waits for me to decide, what I have decided, and what others have of mine; decided here, one by one or together.
import { Badge, Button, Checkbox, NativeSelect, Skeleton, Tabs } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { api, useCatalogue } from "../api/client";
import type { Id } from "../api/types";
import { Problem } from "../app/ErrorBoundary";
import { noticeProblem } from "../app/notices";
import { useShortcuts } from "../app/shortcuts";
import { solid } from "../fields/colors";
import { formatWhen } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { Icon } from "../icons/Icon";
import { t } from "../i18n";
import { tasksKey, useTaskCount } from "../notifications/tasks";
import { recordPath } from "../shell/places";
import { ActDialog } from "./ActDialog";
import { DecideMany } from "./DecideMany";
import { isLate, useDoing, useRecordLabel, type Process, type Task, type TaskLine } from "./data";
import classes from "./tasks.module.css";
import { actionWord, stateColour, stateWord } from "./words";

const LISTS = ["open", "done", "mine"] as const;
type Which = (typeof LISTS)[number];
const AT_ONCE = 100;

const listWord = (which: Which): string => ({ open: t("To do"), done: t("Decided by me"), mine: t("Asked for by me") })[which];
const emptyWord = (which: Which): string => ({ open: t("Nothing waits for your decision."), done: t("You have decided nothing yet."), mine: t("Nothing that you have submitted waits for anybody.") })[which];

function useTasks(which: Which, object: string | null) {
  return useInfiniteQuery({
    queryKey: [...tasksKey, which, object],
    queryFn: ({ pageParam, signal }) => api.get<{ data: TaskLine[] }>("/tasks", { query: { state: which, object: object ?? undefined, limit: AT_ONCE, before: pageParam ?? undefined }, signal }),
    initialPageParam: null as Id | null,
    getNextPageParam: ({ data }) => (data.length === AT_ONCE ? data.at(-1)!.id : undefined),
  });
}

interface Asking {
  task: Task & { process: Process };
  action: string;
}

/** Fetches the task, as its step may ask for more than a word, and asks. */
function useAsking() {
  const [asking, setAsking] = useState<Asking | null>(null);
  const ask = async (id: Id, action: string) => {
    try {
      setAsking({ task: await api.get<Asking["task"]>(`/tasks/${id}`), action });
    } catch (error) {
      noticeProblem(error);
    }
  };
  return { asking, ask, stop: () => setAsking(null) };
}

interface LineProps {
  task: TaskLine;
  which: Which;
  chosen: boolean;
  choose: (chosen: boolean) => void;
  ask: (id: Id, action: string) => Promise<void>;
}

function Decide({ task, ask }: LineProps) {
  const { act } = useDoing(task.record);
  if (!task.assignee) return <Button size="xs" variant="light" onClick={() => void act(task.id, "claim", {}).catch(noticeProblem)}>{actionWord("claim")}</Button>;
  return (
    <>
      <Button size="xs" color="teal.8" leftSection={<IconCheck size={14} aria-hidden />} onClick={() => void ask(task.id, "approve")}>{actionWord("approve")}</Button>
      <Button size="xs" variant="light" color="red" leftSection={<IconX size={14} aria-hidden />} onClick={() => void ask(task.id, "reject")}>{actionWord("reject")}</Button>
    </>
  );
}

/** When it was asked and is due; what became of it, where it is decided. */
function Times({ task, which }: LineProps) {
  const locale = useLocale();
  if (which === "done") return <><Badge size="sm" variant="light" color={stateColour(task.state)} tt="none" fw={600}>{stateWord(task.state)}</Badge><span>{task.decided_at && formatWhen(locale, task.decided_at)}</span></>;
  return (
    <>
      {task.asked_at && <span>{t("since {when}", { when: formatWhen(locale, task.asked_at) })}</span>}
      {task.due_at && <span className={classes.due} data-late={isLate(task.due_at) || undefined}>{isLate(task.due_at) ? t("overdue: {when}", { when: formatWhen(locale, task.due_at) }) : t("due {when}", { when: formatWhen(locale, task.due_at) })}</span>}
    </>
  );
}

function Line(props: LineProps) {
  const { task, which, chosen, choose } = props;
  const { objects } = useCatalogue();
  const name = useRecordLabel(task.record);
  const object = objects[task.record?.object ?? ""];
  const who = which === "mine" ? (task.assignee?.name ?? t("several people")) : (task.initiator?.name ?? "");
  return (
    <li className={classes.line} data-task={task.id} data-late={(which === "open" && isLate(task.due_at)) || undefined}>
      {which === "open" && <Checkbox size="xs" className={classes.choose} aria-label={t("Choose: {name}", { name })} disabled={!task.assignee} checked={chosen} onChange={(event) => choose(event.currentTarget.checked)} />}
      <div className={classes.what}>
        {object && task.record && task.record.name !== null ? (
          <Link className={classes.record} to={recordPath(task.record.object, task.record.id)}><Icon name={object.icon} size={16} style={{ color: solid(object.color) }} /><span>{name}</span></Link>
        ) : <span className={classes.record}>{name || task.label}</span>}
        <span className={classes.small}>{task.label} · {task.step_label}</span>
        {which === "done" && task.comment && <q className={classes.said}>{task.comment}</q>}
      </div>
      <span className={classes.who}>{who}</span>
      <span className={classes.times}><Times {...props} /></span>
      {which === "open" && <span className={classes.decide}><Decide {...props} /></span>}
    </li>
  );
}

const lines = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-task]")];
const lineNow = (): HTMLElement | undefined => (document.activeElement?.closest("[data-task]") as HTMLElement | null) ?? undefined;

/** J and K walk, Enter opens, A and R decide the line that has the focus, or else the first; X chooses it. */
function useKeys(which: Which, ask: LineProps["ask"], toggle: (id: Id) => void) {
  const go = (by: number) => {
    const all = lines();
    const now = lineNow();
    const at = now ? all.indexOf(now) + by : 0;
    all[Math.max(0, Math.min(all.length - 1, at))]?.querySelector<HTMLElement>("a, button")?.focus();
  };
  const here = (run: (id: Id) => void) => {
    const id = (lineNow() ?? lines()[0])?.dataset.task;
    if (id) run(id);
  };
  const group = t("My tasks");
  const walk = [
    { keys: "j", label: t("Next task"), group, run: () => go(1) },
    { keys: "k", label: t("Previous task"), group, run: () => go(-1) },
  ];
  const decide = [
    { keys: "a", label: actionWord("approve"), group, run: () => here((id) => void ask(id, "approve")) },
    { keys: "r", label: actionWord("reject"), group, run: () => here((id) => void ask(id, "reject")) },
    { keys: "x", label: t("Choose this task"), group, run: () => here(toggle) },
  ];
  useShortcuts(which === "open" ? [...walk, ...decide] : walk);
}

function Tasks({ which, object }: { which: Which; object: string | null }) {
  const asked = useTasks(which, object);
  const [chosen, setChosen] = useState<Id[]>([]);
  const { asking, ask, stop } = useAsking();
  const all = asked.data?.pages.flatMap(({ data }) => data) ?? [];
  const isUrgent = (task: TaskLine) => which === "open" && isLate(task.due_at);
  const shown = [...all.filter(isUrgent), ...all.filter((task) => !isUrgent(task))];
  const there = chosen.filter((id) => all.some((task) => task.id === id));
  const choose = (id: Id, yes: boolean) => setChosen((before) => (yes ? [...new Set([...before, id])] : before.filter((one) => one !== id)));
  useKeys(which, ask, (id) => choose(id, !chosen.includes(id)));
  if (asked.error && !asked.data) return <Problem error={asked.error} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Skeleton h={180} mt="md" />;
  return (
    <>
      {there.length > 0 && <DecideMany tasks={all.filter(({ id }) => there.includes(id))} clear={() => setChosen([])} />}
      {shown.length === 0 && <p className={classes.empty}>{emptyWord(which)}</p>}
      <ul className={classes.lines} aria-label={listWord(which)}>
        {shown.map((task) => <Line key={task.id} task={task} which={which} chosen={there.includes(task.id)} choose={(yes) => choose(task.id, yes)} ask={ask} />)}
      </ul>
      {asked.hasNextPage && <Button mt="md" variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>{t("Show more")}</Button>}
      {asking && <ActDialog process={asking.task.process} task={asking.task} action={asking.action} onClose={stop} />}
    </>
  );
}

/** Only objects on whose records anything is decided. */
function ObjectFilter({ object, choose }: { object: string | null; choose: (object: string | null) => void }) {
  const decided = Object.values(useCatalogue().objects).filter((one) => one.decided);
  if (decided.length < 2) return null;
  return <NativeSelect size="xs" w={220} aria-label={t("Kind of records")} data={[{ value: "", label: t("Records of every kind") }, ...decided.map(({ name, plural }) => ({ value: name, label: plural }))]} value={object ?? ""} onChange={(event) => choose(event.currentTarget.value || null)} />;
}

export default function TasksPage() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const count = useTaskCount();
  const asked = params.get("state") as Which | null;
  const which = asked && LISTS.includes(asked) ? asked : "open";
  const object = params.get("object");
  const go = (state: string | null, about: string | null) => {
    const query = new URLSearchParams({ ...(state && state !== "open" && { state }), ...(about && { object: about }) }).toString();
    void navigate(`/tasks${query && `?${query}`}`, { replace: true });
  };
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>{t("My tasks")}</h1>
      <Tabs value={which} onChange={(state) => go(state, object)} keepMounted={false}>
        <div className={classes.bar}>
          <Tabs.List aria-label={t("My tasks")}>
            {LISTS.map((one) => <Tabs.Tab key={one} value={one} rightSection={one === "open" && count > 0 ? <Badge size="sm" circle={count < 10} color="red.8">{count}</Badge> : undefined}>{listWord(one)}</Tabs.Tab>)}
          </Tabs.List>
          <ObjectFilter object={object} choose={(about) => go(which, about)} />
        </div>
        {LISTS.map((one) => <Tabs.Panel key={one} value={one}><Tasks key={`${one} ${object}`} which={one} object={object} /></Tabs.Panel>)}
      </Tabs>
    </div>
  );
}
