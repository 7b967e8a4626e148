// The changes that wait for the connection, and those that need their author: mended, compared, sent again or thrown away.
import { Badge, Button, Drawer, Group, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { Link } from "react-router";
import { request, useCatalogue } from "../api/client";
import type { RecordData, UiObject } from "../api/types";
import { AskFields } from "../app/AskFields";
import { noticeProblem } from "../app/notices";
import { overlaid } from "../fields/drafts";
import { formatMoment } from "../fields/format/date";
import { isEditable } from "../fields/registry";
import { useLocale } from "../fields/useLocale";
import { Icon } from "../icons/Icon";
import { t } from "../i18n";
import { connection } from "../offline/connection";
import { drop, mend } from "../offline/outbox";
import { waitingChanges, type Waiting } from "../offline/waiting";
import { clashing, wired } from "../record/clash";
import { askWhose } from "../record/MergeDialog";
import classes from "./WaitingPanel.module.css";

interface EntryProps {
  entry: Waiting;
  object: UiObject | undefined;
}

function whatOf(entry: Waiting, object: UiObject | undefined): string {
  if (entry.kind === "create") return t("New: {object}", { object: object?.label ?? entry.object });
  const labels = Object.keys({ ...entry.body, ...entry.files }).map((name) => object?.fields[name]?.label).filter(Boolean);
  return entry.kind === "change" ? t("Changed: {fields}", { fields: labels.join(", ") }) : t("Action");
}

function Mark({ entry }: { entry: Waiting }) {
  const { isLost } = connection.use();
  if (entry.state === "conflict") return <Badge color="orange" variant="light" flex="none" tt="none">{t("Changed by two people")}</Badge>;
  if (entry.state === "refused") return <Badge color="red" variant="light" flex="none" tt="none">{t("Refused")}</Badge>;
  return <Badge color="gray" variant="light" flex="none" tt="none">{isLost ? t("Waits for a connection") : t("Being sent")}</Badge>;
}

/** Whose values to keep, field by field, as when both are at their desks. */
async function compare(entry: Waiting, object: UiObject): Promise<void> {
  const { data: theirs, etag } = await request<RecordData>("GET", entry.path);
  const base = entry.seen ?? theirs;
  const fields = clashing(object, base, theirs, entry.drafts);
  const chosen = fields.length ? await askWhose(object, { base, theirs, mine: entry.drafts, fields }) : entry.drafts;
  if (!chosen || Object.keys(chosen).length === 0) return drop(entry.id);
  return mend(entry, { drafts: chosen, body: wired(object, chosen), seen: theirs, etag });
}

/** The fields that were sent, and those that the server named. */
function openMend(entry: Waiting, object: UiObject): void {
  const named = entry.problem?.errors.map(({ field }) => field.split(".")[0] ?? "") ?? [];
  const fields = [...new Set([...named, ...Object.keys(entry.body)])].flatMap((name) => object.fields[name] ?? []).filter(isEditable);
  const record = overlaid(entry.seen ?? { id: entry.record }, entry.drafts);
  const submit = async (values: Record<string, unknown>) => {
    modals.close(id);
    await mend(entry, { body: { ...entry.body, ...values }, drafts: { ...entry.drafts, ...values } });
  };
  const id = modals.open({
    title: entry.name,
    children: <AskFields object={object} fields={fields} record={record} submit={submit} done={() => modals.close(id)} label={t("Send")} />,
  });
}

function Reason({ entry: { problem, state } }: { entry: Waiting }) {
  if (state !== "refused") return null;
  const words = [problem?.detail, ...(problem?.errors.map(({ message }) => message) ?? [])].filter(Boolean).join(" ");
  return <Text size="sm" c="red" role="alert">{words || t("It was sent long ago, and no answer came. Look whether it has arrived before you send it again.")}</Text>;
}

function Ways({ entry, object }: EntryProps) {
  const run = (way: () => Promise<unknown>) => () => void way().catch(noticeProblem);
  return (
    <Group gap={6} mt={8}>
      {entry.state === "conflict" && object && <Button onClick={run(() => compare(entry, object))}>{t("Compare")}</Button>}
      {entry.state === "refused" && object && entry.kind !== "action" && <Button onClick={() => openMend(entry, object)}>{t("Mend")}</Button>}
      {entry.state === "refused" && <Button variant="default" onClick={run(() => mend(entry, {}))}>{t("Send again")}</Button>}
      <Button variant="subtle" color="red" onClick={run(() => drop(entry.id))}>{t("Throw away")}</Button>
    </Group>
  );
}

function Entry({ entry, object }: EntryProps) {
  const locale = useLocale();
  return (
    <li className={classes.entry}>
      <Group justify="space-between" wrap="nowrap" gap={8}>
        <Link className={classes.name} to={`/o/${entry.object}/${entry.record}`}>
          <Icon name={object?.icon} size={16} />
          <span className="dg-ellipsis">{entry.name}</span>
        </Link>
        <Mark entry={entry} />
      </Group>
      <Text size="sm" c="dimmed">{whatOf(entry, object)} · {formatMoment(locale, new Date(entry.at).toISOString())}</Text>
      <Reason entry={entry} />
      <Ways entry={entry} object={object} />
    </li>
  );
}

export default function WaitingPanel({ onClose }: { onClose: () => void }) {
  const { objects } = useCatalogue();
  const changes = waitingChanges.use();
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title={t("Changes that wait")} closeButtonProps={{ "aria-label": t("Close") }}>
      <Text size="sm" c="dimmed" mb="sm">{changes.length ? t("They are sent in this order as soon as there is a connection. What is refused stays here until you decide.") : t("Everything has been sent.")}</Text>
      <ul className={classes.list}>{changes.map((entry) => <Entry key={entry.id} entry={entry} object={objects[entry.object]} />)}</ul>
    </Drawer>
  );
}
