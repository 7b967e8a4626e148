// Writes down what happened or what is planned: a call, a meeting, a note, a task, a mail, a comment, a file.
import { Button, Group, SegmentedControl, Textarea, TextInput, UnstyledButton } from "@mantine/core";
import { IconMessage, IconPaperclip } from "@tabler/icons-react";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { newKey, useCatalogue } from "../../api/client";
import type { UiField, UiObject } from "../../api/types";
import { noticeProblem } from "../../app/notices";
import { isBlank } from "../../fields/shapes";
import { wireOf, type Values } from "../../fields/drafts";
import { Editor } from "../../fields/editor";
import { plain } from "../../fields/text";
import { Icon } from "../../icons/Icon";
import { t } from "../../i18n";
import { createOrWait } from "../../offline/outbox";
import { useRecordPage } from "../RecordContext";
import { Uploads } from "./Uploads";
import { useFileDrop } from "./useFileDrop";
import { ACTIVITY, fieldsFor, kindFields, kindIcon, kindOf, useActivity } from "./kinds";
import classes from "./Composer.module.css";

const COMMENT = "comment";

/** Sends once: a second click before the answer has the same key and changes nothing. */
function useSend(onSent: () => void) {
  const { refresh } = useRecordPage();
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const { objects } = useCatalogue();
  const send = async (name: string, body: Values) => {
    const object = objects[name];
    if (!object) return;
    setBusy(true);
    try {
      await createOrWait({ object, body, drafts: body, key: key.current });
      onSent();
      await refresh();
    } catch (error) {
      noticeProblem(error);
    }
    key.current = newKey();
    setBusy(false);
  };
  return { busy, send };
}

const submitOn = (submit: () => void) => (event: KeyboardEvent) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
};

function Foot({ busy, ready, label, onCancel, onSubmit }: { busy: boolean; ready: boolean; label: string; onCancel: () => void; onSubmit: () => void }) {
  return (
    <Group gap={8} justify="flex-end">
      <Button variant="subtle" color="gray" onClick={onCancel}>{t("Cancel")}</Button>
      <Button disabled={!ready} loading={busy} onClick={onSubmit}>{label}</Button>
    </Group>
  );
}

function CommentForm({ onClose }: { onClose: () => void }) {
  const { object, id } = useRecordPage();
  const [body, setBody] = useState("");
  const { busy, send } = useSend(onClose);
  const submit = () => { if (body.trim()) void send(COMMENT, { body: body.trim(), about: { object: object.name, id } }); };
  return (
    <div className={classes.form} onKeyDown={submitOn(submit)}>
      <Textarea aria-label={t("Comment")} placeholder={t("Say something to your colleagues")} autosize minRows={2} maxRows={10} autoFocus value={body} onChange={(event) => setBody(event.currentTarget.value)} />
      <Foot busy={busy} ready={Boolean(body.trim())} label={t("Comment")} onCancel={onClose} onSubmit={submit} />
    </div>
  );
}

function ActivityForm({ activity, kind, onClose }: { activity: UiObject; kind: string; onClose: () => void }) {
  const { object, id } = useRecordPage();
  const { kinds } = useActivity();
  const [done, setDone] = useState(kindFields(kind).usually === "logged");
  const [values, setValues] = useState<Values>({});
  const { busy, send } = useSend(onClose);
  const set = (name: string, value: unknown) => setValues((now) => ({ ...now, [name]: value }));
  const fields = fieldsFor(activity, kind, done);
  const option = kindOf(kinds, kind);
  const body = plain(values.body);
  const subject = plain(values.subject).trim() || (done ? firstLine(body) || (option?.label ?? "") : "");
  const submit = () => {
    if (!subject) return;
    const given = fields.filter((field) => !isBlank(values[field.name])).map((field) => [field.name, wireOf(field, values[field.name])]);
    void send(ACTIVITY, { ...Object.fromEntries(given), kind, subject, done, body: body.trim() || null, about: { object: object.name, id } });
  };
  const plannable = kindFields(kind).planned.length > 0;
  return (
    <div className={classes.form} onKeyDown={submitOn(submit)}>
      {plannable && <SegmentedControl size="xs" className={classes.when} value={done ? "logged" : "planned"} onChange={(value) => setDone(value === "logged")} aria-label={t("Has it happened?")} data={[{ value: "logged", label: t("It happened") }, { value: "planned", label: t("It is planned") }]} />}
      <TextInput aria-label={activity.fields.subject?.label} placeholder={done ? t("What was it about?") : t("What is to be done?")} autoFocus value={plain(values.subject)} onChange={(event) => set("subject", event.currentTarget.value)} />
      <Textarea aria-label={activity.fields.body?.label} placeholder={done ? t("What was said and agreed") : t("Details")} autosize minRows={done ? 2 : 1} maxRows={10} value={body} onChange={(event) => set("body", event.currentTarget.value)} />
      <div className={classes.fields}>
        {fields.map((field) => (
          <div key={field.name} className={WIDE.has(field.type) ? classes.wide : undefined}>
            <Editor object={activity} field={withoutHelp(field)} label={field.label} value={values[field.name] ?? null} record={values} onChange={(value) => set(field.name, value)} />
          </div>
        ))}
      </div>
      <Foot busy={busy} ready={Boolean(subject)} label={done ? t("Log it") : t("Plan it")} onCancel={onClose} onSubmit={submit} />
    </div>
  );
}

const WIDE = new Set(["datetime", "many_to_many"]);

/** There is little room here, and people do this many times a day. */
const withoutHelp = (field: UiField): UiField => ({ ...field, help: undefined });

const firstLine = (text: string): string => (text.trim().split("\n")[0] ?? "").slice(0, 120);

function Tool({ active, onClick, icon, label }: { active?: boolean; onClick: () => void; icon: ReactNode; label: string }) {
  return <UnstyledButton className={classes.tool} aria-pressed={active} data-active={active || undefined} onClick={onClick}>{icon}<span>{label}</span></UnstyledButton>;
}

export function Composer() {
  const { object } = useRecordPage();
  const { activity, kinds } = useActivity();
  const [chosen, setChosen] = useState<string | null>(null);
  const { picker, drop, sending, over, open } = useFileDrop();
  const toggle = (name: string) => setChosen(chosen === name ? null : name);
  const close = () => setChosen(null);
  const has = (feature: string) => object.features.includes(feature);
  if (!["activities", "comments", "files"].some(has)) return null;
  return (
    <section className={classes.composer} data-over={over || undefined} aria-label={t("Add to the timeline")} {...(has("files") ? drop : {})}>
      <div className={classes.tools}>
        {has("activities") && activity?.rights.create && kinds.map((kind) => (
          <Tool key={kind.value} active={chosen === kind.value} onClick={() => toggle(kind.value)} icon={<Icon name={kindIcon(kind)} size={15} />} label={kind.label} />
        ))}
        {has("comments") && <Tool active={chosen === COMMENT} onClick={() => toggle(COMMENT)} icon={<IconMessage size={15} aria-hidden />} label={t("Comment")} />}
        {has("files") && <Tool onClick={open} icon={<IconPaperclip size={15} aria-hidden />} label={sending.length ? t("Uploading…") : t("File")} />}
      </div>
      {picker}
      {sending.length > 0 && <Uploads sending={sending} />}
      {over && <p className={classes.over}>{t("Drop the files here")}</p>}
      {chosen === COMMENT && <CommentForm onClose={close} />}
      {chosen && chosen !== COMMENT && activity && <ActivityForm key={chosen} activity={activity} kind={chosen} onClose={close} />}
    </section>
  );
}
