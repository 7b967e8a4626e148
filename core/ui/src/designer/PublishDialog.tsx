// Before a draft is put in force: what differs from what is in force, and what the server says of it.
import { Button, Group, Modal, Text } from "@mantine/core";
import { t } from "../i18n";
import type { Change } from "../setup/kit/meta";
import { PlanSteps, Refusals } from "../setup/kit/PlanView";
import { differences } from "./diff";
import { DiffList } from "./DiffList";
import type { Steps } from "./kinds";
import type { Doc, Kind } from "./model";

interface PublishProps {
  kind: Kind;
  before: Doc | null;
  after: Doc;
  steps: Steps;
  change: Change;
}

export function PublishDialog({ kind, before, after, steps, change }: PublishProps) {
  return (
    <Modal opened={change.plan !== null || change.refusal !== null} onClose={change.reset} title={before ? t("Publish the changes") : t("Publish it")} size={620} closeButtonProps={{ "aria-label": t("Close") }}>
      <Refusals change={change} />
      {change.plan && (
        <>
          {before && <DiffList found={differences(before, after, kind, steps)} />}
          <Text size="sm" c="dimmed" my="sm">{t("This is what will be done:")}</Text>
          <PlanSteps plan={change.plan} />
          {before && <Text size="xs" c="dimmed" mt="sm">{t("What runs already keeps to the version that it began with.")}</Text>}
        </>
      )}
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={change.reset}>{t("Back")}</Button>
        {change.plan && <Button loading={change.busy} disabled={!change.plan.steps.length} onClick={() => void change.apply()} data-autofocus>{t("Publish")}</Button>}
      </Group>
    </Modal>
  );
}
