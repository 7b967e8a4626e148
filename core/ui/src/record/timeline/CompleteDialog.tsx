// Completes an activity with its result, and plans the next one in the same breath.
import { Button, Group, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { newKey } from "../../api/client";
import type { RecordData, UiField, UiObject } from "../../api/types";
import { noticeProblem, noticeUndo } from "../../app/notices";
import { valueOf, wireOf, type Values } from "../../fields/drafts";
import { DayField } from "../../fields/DayField";
import { Editor } from "../../fields/editor";
import { addDays, isoMoment, today } from "../../fields/format/zones";
import { plain } from "../../fields/text";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { createOrWait } from "../../offline/outbox";
import { saveOver } from "../conflict";
import { readOf } from "../data";
import { RecordDialog } from "../RecordDialog";
import { useRecordPage } from "../RecordContext";
import { useActivity } from "./kinds";
import classes from "./Timeline.module.css";

interface FollowUp {
  kind: string;
  subject: string;
  due: string;
}

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
      const due = follow?.due ? { due_at: isoMoment(`${follow.due} 09:00`, zone) } : {};
      const next = { kind: follow?.kind, subject: follow?.subject, ...due };
      if (follow) await createOrWait({ object: activity, body: { ...next, about: { object: object.name, id } }, drafts: { ...next, about: { object: object.name, id } }, key: newKey() });
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

export function CompleteDialog({ step, onClose }: { step: RecordData; onClose: () => void }) {
  const { activity } = useActivity();
  return activity ? <CompleteForm activity={activity} step={step} onClose={onClose} /> : null;
}

function CompleteForm({ activity, step, onClose }: { activity: UiObject; step: RecordData; onClose: () => void }) {
  const { zone } = useLocale();
  const { kinds } = useActivity();
  const { busy, complete } = useComplete(activity, step, onClose);
  const [values, setValues] = useState<Values>({ body: step.body ?? null, outcome: activity.fields.outcome ? valueOf(activity.fields.outcome, step) : null });
  const [planning, setPlanning] = useState(false);
  const [follow, setFollow] = useState<FollowUp>({ kind: plain(step.kind) || "task", subject: plain(step.subject), due: addDays(today(zone), 7) });
  const outcome = outcomeOf(activity, step);
  const plan = (part: Partial<FollowUp>) => setFollow((now) => ({ ...now, ...part }));
  const given = outcome ? values : { body: values.body };
  const submit = () => void complete(wired(activity, given), planning && follow.subject.trim() ? follow : null);
  return (
    <RecordDialog title={t("Done: {subject}", { subject: plain(step.subject) })} size={480} onClose={onClose}>
      <form className={classes.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {outcome && <Editor object={activity} field={outcome} label={outcome.label} value={values.outcome} onChange={(value) => setValues((now) => ({ ...now, outcome: value }))} />}
        <Textarea label={t("What came of it")} autosize minRows={2} maxRows={8} data-autofocus value={plain(values.body)} onChange={(event) => { const text = event.currentTarget.value; setValues((now) => ({ ...now, body: text || null })); }} />
        <Switch label={t("Plan the next step")} checked={planning} onChange={(event) => setPlanning(event.currentTarget.checked)} />
        {planning && (
          <div className={classes.plan}>
            <Select aria-label={activity.fields.kind?.label} data={kinds.map(({ value, label }) => ({ value, label }))} value={follow.kind} allowDeselect={false} onChange={(kind) => plan({ kind: kind ?? "task" })} />
            <TextInput aria-label={activity.fields.subject?.label} value={follow.subject} onChange={(event) => plan({ subject: event.currentTarget.value })} />
            <DayField label={t("Due on")} value={follow.due} onChange={(due) => plan({ due: due ?? "" })} />
          </div>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" loading={busy}>{planning ? t("Done, and plan the next") : t("Done")}</Button>
        </Group>
      </form>
    </RecordDialog>
  );
}
