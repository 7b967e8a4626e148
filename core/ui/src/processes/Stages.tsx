// The way of a process: what is passed, who has it now, what is to come.
import { IconArrowBackUp, IconCheck, IconMinus, IconX, type Icon } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { formatWhen } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { isLate, type Process, type Stage, type Task } from "./data";
import classes from "./processes.module.css";
import { stageWord, stateWord } from "./words";

const SIGNS: Record<string, Icon> = { passed: IconCheck, rejected: IconX, returned: IconArrowBackUp, skipped: IconMinus };
const DECIDED = ["approved", "rejected", "returned", "abstained"];

function Decided({ task }: { task: Task }) {
  const locale = useLocale();
  const when = task.decided_at && formatWhen(locale, task.decided_at);
  return <span className={classes.by} title={stateWord(task.state)}>{[task.decided_by?.name, when].filter(Boolean).join(" · ")}</span>;
}

/** Those who have it now; with the day on which it is due. */
function Has({ task, since }: { task: Task; since: string | undefined }) {
  const locale = useLocale();
  const names = task.assignee ? [task.assignee] : task.candidates;
  return (
    <span className={classes.by}>
      {names.map(({ name }) => name).join(", ")}
      {task.due_at ? <> · <span data-late={isLate(task.due_at) || undefined} className={classes.due}>{t("due {when}", { when: formatWhen(locale, task.due_at) })}</span></> : since && ` · ${t("since {when}", { when: formatWhen(locale, since) })}`}
    </span>
  );
}

function StageItem({ process, stage }: { process: Process; stage: Stage }) {
  const Sign: ComponentType<{ size: number; stroke: number }> | undefined = SIGNS[stage.state];
  const tasks = process.tasks.filter(({ id }) => stage.tasks.includes(id));
  const since = process.history.findLast(({ what, step }) => step === stage.step && (what === "asked" || what === "offered"))?.at;
  return (
    <li className={classes.stage} data-state={stage.state} aria-current={stage.state === "current" ? "step" : undefined}>
      <span className={classes.sign} aria-hidden>{Sign && <Sign size={12} stroke={2.6} />}</span>
      <span className={classes.stageWords}>
        <span className={classes.stageLabel}>{stage.label}<span className={classes.unseen}> ({stageWord(stage.state)})</span></span>
        {tasks.filter(({ state }) => DECIDED.includes(state)).map((task) => <Decided key={task.id} task={task} />)}
        {tasks.filter(({ state }) => state === "pending").map((task) => <Has key={task.id} task={task} since={since} />)}
      </span>
    </li>
  );
}

export function Stages({ process }: { process: Process }) {
  return (
    <ol className={classes.stages} aria-label={t("The way of the approval")}>
      {process.path.map((stage) => <StageItem key={stage.step} process={process} stage={stage} />)}
    </ol>
  );
}
