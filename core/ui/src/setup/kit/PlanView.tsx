// What a change would do, step by step, before it is done.
import { Alert, Button, Group, Modal, Text } from "@mantine/core";
import { IconAlertTriangle, IconArchive, IconPencil, IconPlus, IconRotate, type Icon as TablerIcon } from "@tabler/icons-react";
import type { Plan } from "../../api/types";
import { t } from "../../i18n";
import type { Change } from "./meta";
import classes from "./PlanView.module.css";

function signOf(action: string): TablerIcon {
  if (/restore/i.test(action)) return IconRotate;
  if (/create|add|install|enable/i.test(action)) return IconPlus;
  return /retire|drop|disable|detach/i.test(action) ? IconArchive : IconPencil;
}

export function PlanSteps({ plan }: { plan: Plan }) {
  if (!plan.steps.length) return <Text size="sm" c="dimmed">{t("Nothing would change.")}</Text>;
  return (
    <ol className={classes.steps}>
      {plan.steps.map((step, place) => {
        const Sign = step.destructive ? IconAlertTriangle : signOf(step.action);
        return (
          <li key={`${step.target}${place}`} className={classes.step} data-destructive={step.destructive || undefined}>
            <Sign size={15} aria-hidden />
            <span className={classes.detail}>{step.detail}</span>
            <code className={classes.target}>{step.target}</code>
          </li>
        );
      })}
    </ol>
  );
}

export function Refusals({ change }: { change: Change }) {
  if (!change.refusal && !change.problems.length) return null;
  return (
    <Alert color="red" variant="light" role="alert" p="xs" className={classes.refusal}>
      {change.refusal && <div>{change.refusal}</div>}
      {change.problems.length > 0 && <ul className={classes.problems}>{change.problems.map((problem) => <li key={problem.field + problem.message}>{problem.message} <code>{problem.field}</code></li>)}</ul>}
    </Alert>
  );
}

/** The buttons under a plan; the way back leads to the form that made it. */
export function PlanFoot({ change, onBack }: { change: Change; onBack: () => void }) {
  return (
    <Group justify="flex-end" gap={8}>
      <Button variant="default" onClick={onBack}>{t("Back")}</Button>
      <Button loading={change.busy} disabled={!change.plan?.steps.length} onClick={() => void change.apply()} data-autofocus autoFocus>{t("Apply")}</Button>
    </Group>
  );
}

/** The plan in a window of its own, for pages whose form stays behind it. */
export function PlanDialog({ change, title }: { change: Change; title: string }) {
  return (
    <Modal opened={change.plan !== null} onClose={change.reset} title={title} size={560} closeButtonProps={{ "aria-label": t("Close") }}>
      {change.plan && (
        <>
          <Text size="sm" c="dimmed" mb="sm">{t("This is what will be done:")}</Text>
          <PlanSteps plan={change.plan} />
          <div className={classes.foot}><PlanFoot change={change} onBack={change.reset} /></div>
        </>
      )}
    </Modal>
  );
}
