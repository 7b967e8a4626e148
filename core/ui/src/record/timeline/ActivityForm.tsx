// Writes down one activity: what happened and what comes next, or what is planned.
import { SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { UiField, UiObject } from "../../api/types";
import { isBlank } from "../../fields/shapes";
import { wireOf, type Values } from "../../fields/drafts";
import { Editor } from "../../fields/editor";
import { isoMoment } from "../../fields/format/zones";
import { plain } from "../../fields/text";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { useRecordPage } from "../RecordContext";
import classes from "./Composer.module.css";
import { FollowUpFields, nextWorkday, planned, type FollowUp } from "./FollowUp";
import { ACTIVITY, fieldsFor, kindFields, kindOf, useActivity } from "./kinds";
import { Foot, submitOn, useSend } from "./sending";

interface FormProps {
  activity: UiObject;
  kind: string;
  onClose: () => void;
}

const WIDE = new Set(["datetime", "many_to_many"]);

/** There is little room here, and people do this many times a day. */
const withoutHelp = (field: UiField): UiField => ({ ...field, help: undefined });

const firstLine = (text: string): string => (text.trim().split("\n")[0] ?? "").slice(0, 120);

/** What the record of a talk says of the next step, where the tenant has fields for it. */
function told(activity: UiObject, follow: FollowUp, zone: string): Values {
  const at = follow.due ? isoMoment(`${follow.due} 09:00`, zone) : null;
  const said = { next_step: follow.subject.trim(), next_step_at: at };
  return Object.fromEntries(Object.entries(said).filter(([name]) => activity.fields[name]?.editable));
}

export function ActivityForm({ activity, kind, onClose }: FormProps) {
  const { object, id } = useRecordPage();
  const { kinds } = useActivity();
  const { zone } = useLocale();
  const usually = kindFields(kind).usually;
  const [done, setDone] = useState(usually === "logged");
  const [values, setValues] = useState<Values>(() => (usually === "planned" && activity.fields.due_at?.editable ? { due_at: isoMoment(`${nextWorkday(zone)} 09:00`, zone) } : {}));
  const [follow, setFollow] = useState<FollowUp>({ kind: "task", subject: "", due: nextWorkday(zone) });
  const { busy, send } = useSend(onClose);
  const set = (name: string, value: unknown) => setValues((now) => ({ ...now, [name]: value }));
  const fields = fieldsFor(activity, kind, done);
  const option = kindOf(kinds, kind);
  const body = plain(values.body);
  const subject = plain(values.subject).trim() || (done ? firstLine(body) || (option?.label ?? "") : "");
  const about = { object: object.name, id };
  const follows = done && follow.subject.trim() !== "";
  const submit = () => {
    if (!subject) return;
    const given = Object.fromEntries(fields.filter((field) => !isBlank(values[field.name])).map((field) => [field.name, wireOf(field, values[field.name])]));
    const written = { ...given, kind, subject, done, body: body.trim() || null, about };
    if (follows) void send(ACTIVITY, { ...written, ...told(activity, follow, zone) }, planned(follow, about, zone));
    else void send(ACTIVITY, written);
  };
  const plannable = kindFields(kind).planned.length > 0;
  return (
    <div className={classes.form} onKeyDown={submitOn(submit)}>
      {plannable && <SegmentedControl size="xs" className={classes.when} value={done ? "logged" : "planned"} onChange={(value) => setDone(value === "logged")} aria-label={t("Has it happened?")} data={[{ value: "logged", label: t("It happened") }, { value: "planned", label: t("It is planned") }]} />}
      <TextInput aria-label={activity.fields.subject?.label} placeholder={done ? t("What was it about?") : t("What is to be done?")} autoFocus data-autofocus data-submit value={plain(values.subject)} onChange={(event) => set("subject", event.currentTarget.value)} />
      {done && <FollowUpFields value={follow} onChange={setFollow} placeholder={t("What comes next? (empty: nothing)")} />}
      <Textarea aria-label={activity.fields.body?.label} placeholder={done ? t("What was said and agreed") : t("Details")} autosize minRows={done ? 2 : 1} maxRows={10} value={body} onChange={(event) => set("body", event.currentTarget.value)} />
      <div className={classes.fields}>
        {fields.map((field) => (
          <div key={field.name} className={WIDE.has(field.type) ? classes.wide : undefined}>
            <Editor object={activity} field={withoutHelp(field)} label={field.label} value={values[field.name] ?? null} record={values} onChange={(value) => set(field.name, value)} />
          </div>
        ))}
      </div>
      <Foot busy={busy} ready={Boolean(subject)} label={done ? (follows ? t("Log it, and plan the next") : t("Log it")) : t("Plan it")} onCancel={onClose} onSubmit={submit} />
    </div>
  );
}
