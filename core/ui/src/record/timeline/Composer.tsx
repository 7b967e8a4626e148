// Writes down what happened or what is planned: a call, a meeting, a note, a task, a mail, a comment, a file.
import { Textarea, UnstyledButton } from "@mantine/core";
import { IconMessage, IconPaperclip } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { Icon } from "../../icons/Icon";
import { t } from "../../i18n";
import { useRecordPage } from "../RecordContext";
import { ActivityForm } from "./ActivityForm";
import { kindIcon, useActivity } from "./kinds";
import { Foot, submitOn, useSend } from "./sending";
import { Uploads } from "./Uploads";
import { useFileDrop } from "./useFileDrop";
import classes from "./Composer.module.css";

const COMMENT = "comment";

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
