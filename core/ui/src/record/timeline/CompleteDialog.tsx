// Completes an activity with its result, and plans the next one in the same breath.
import { Button, Group, Switch, Textarea } from "@mantine/core";
import { useState, type KeyboardEvent } from "react";
import { newKey } from "../../api/client";
import type { RecordData, UiField, UiObject } from "../../api/types";
import { noticeProblem, noticeUndo } from "../../app/notices";
import { valueOf, wireOf, type Values } from "../../fields/drafts";
import { Editor } from "../../fields/editor";
import { addDays, today } from "../../fields/format/zones";
import { plain } from "../../fields/text";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { createOrWait } from "../../offline/outbox";
import { saveOver } from "../conflict";
import { readOf } from "../data";
import { RecordDialog } from "../RecordDialog";
import { useRecordPage } from "../RecordContext";
import { FollowUpFields, planned, type FollowUp } from "./FollowUp";
import { useActivity } from "./kinds";
import classes from "./Timeline.module.css";

function wired(activity: UiObject, values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, activity.fields[name] ? wireOf(activity.fields[name], value) : value]));
}

/** How it went: asked for calls and meetings, and for whatever else the tenant gave an outcome. */
function outcomeOf(activity: UiObject, step: RecordData): UiField | undefined {
  const field = activity.fields.outcome;
  return field?.editable && ["call", "meeting"].includes(String(step.kind)) ? field : undefined;
}

function useComplete(activity: UiObject, step: RecordData, onClose: () => void) {
  const { object, id, refresh } = useRecordPage();
  const { zone } = useLocale();
  const [busy, setBusy] = useState(false);
  const complete = async (values: Values, follow: FollowUp | null) => {
    setBusy(true);
    try {
      const saved = await saveOver(activity, readOf(step), { ...values, done: true });
      const next = follow && planned(follow, { object: object.name, id }, zone);
      if (next) await createOrWait({ object: activity, body: next, drafts: next, key: newKey() });
      onClose();
      await refresh();
      noticeUndo(t("Done: {subject}", { subject: plain(step.subject) }), async () => {
        await saveOver(activity, saved, { done: false });
        await refresh();
      });
    } catch (error) {
      noticeProblem(error);
      setBusy(false);
    }
  };
  return { busy, complete };
}

/** Ctrl Enter is done from anywhere in the form, as in every other. */
function submitByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

export function CompleteDialog({ step, onClose }: { step: RecordData; onClose: () => void }) {
  const { activity } = useActivity();
  return activity ? <CompleteForm activity={activity} step={step} onClose={onClose} /> : null;
}

function CompleteForm({ activity, step, onClose }: { activity: UiObject; step: RecordData; onClose: () => void }) {
  const { zone } = useLocale();
  const { busy, complete } = useComplete(activity, step, onClose);
  const [values, setValues] = useState<Values>({ body: step.body ?? null, outcome: activity.fields.outcome ? valueOf(activity.fields.outcome, step) : null });
  const [planning, setPlanning] = useState(false);
  const [follow, setFollow] = useState<FollowUp>({ kind: plain(step.kind) || "task", subject: plain(step.subject), due: addDays(today(zone), 7) });
  const outcome = outcomeOf(activity, step);
  const given = outcome ? values : { body: values.body };
  const submit = () => void complete(wired(activity, given), planning && follow.subject.trim() ? follow : null);
  return (
    <RecordDialog title={t("Done: {subject}", { subject: plain(step.subject) })} size={480} onClose={onClose}>
      <form className={classes.form} onKeyDown={submitByKey} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {outcome && <Editor object={activity} field={outcome} label={outcome.label} value={values.outcome} onChange={(value) => setValues((now) => ({ ...now, outcome: value }))} />}
        <Textarea label={t("What came of it")} autosize minRows={2} maxRows={8} data-autofocus value={plain(values.body)} onChange={(event) => { const text = event.currentTarget.value; setValues((now) => ({ ...now, body: text || null })); }} />
        <Switch label={t("Plan the next step")} checked={planning} onChange={(event) => setPlanning(event.currentTarget.checked)} />
        {planning && <FollowUpFields value={follow} onChange={setFollow} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" loading={busy}>{planning ? t("Done, and plan the next") : t("Done")}</Button>
        </Group>
      </form>
    </RecordDialog>
  );
}
