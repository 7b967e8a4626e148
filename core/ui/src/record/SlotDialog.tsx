// An action that a plugin puts on the page: asks for the fields it wants, posts or saves them, and shows what came of it.
import { Anchor, Button, Group, Loader, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useCatalogue, useRefreshObject } from "../api/client";
import type { Id, UiField, UiObject, UiSlot } from "../api/types";
import { notice } from "../app/notices";
import { wireOf, type Values } from "../fields/drafts";
import { isBlank } from "../fields/shapes";
import { useNamed } from "../fields/useNamed";
import { Icon } from "../icons/Icon";
import { loadPart, t } from "../i18n";
import { postOrWait } from "../offline/outbox";
import { FormFields } from "./FormFields";
import { FormFrame } from "./FormFrame";
import { useRecordPage } from "./RecordContext";
import { RecordDialog } from "./RecordDialog";
import { slotAddress } from "./slotAddress";
import classes from "./SlotDialog.module.css";
import { useForm } from "./useForm";

const SaveSlot = lazy(async () => {
  const [page] = await Promise.all([import("../capture/SaveSlot"), loadPart("capture")]);
  return { default: page.SaveSlot };
});

type Answer = Record<string, unknown>;

function wired(slot: UiSlot, values: Values): Values {
  const given = Object.entries(values).filter(([, value]) => !isBlank(value));
  return Object.fromEntries(given.map(([name, value]) => [name, slot.fields[name] ? wireOf(slot.fields[name], value) : value]));
}

/** Fields of a slot wear the coat of an object, so that the same form serves both. */
function asObject(slot: UiSlot, object: UiObject): UiObject {
  const fields = Object.fromEntries(Object.entries(slot.fields).map(([name, field]) => [name, { ...field, name, editable: true }]));
  return { ...object, fields, conditional: false };
}

function MadeLine({ object, id }: { object: UiObject; id: string }) {
  const { name } = useNamed(object.name, id);
  return (
    <li className={classes.line}>
      <Icon name={object.icon} size={16} />
      <span className={classes.kind}>{object.label}</span>
      <Anchor component={Link} to={`/o/${object.name}/${id}`} size="sm">{name}</Anchor>
    </li>
  );
}

/** The records that an answer names by their objects, beside the one of the page. */
function useMade(): (answer: Answer) => [string, string][] {
  const { objects } = useCatalogue();
  const { object: own } = useRecordPage();
  return (answer) => Object.entries(answer).filter((entry): entry is [string, string] => entry[0] !== own.name && typeof entry[1] === "string" && entry[0] in objects);
}

function Made({ answer, onClose }: { answer: Answer; onClose: () => void }) {
  const { objects } = useCatalogue();
  const made = useMade()(answer);
  return (
    <>
      {typeof answer.message === "string" && <Text size="sm">{answer.message}</Text>}
      <ul className={classes.list}>{made.map(([name, id]) => objects[name] && <MadeLine key={name} object={objects[name]} id={id} />)}</ul>
      <Group justify="flex-end" mt="md"><Button onClick={onClose} data-autofocus>{t("Done")}</Button></Group>
    </>
  );
}

const plainDefault = (field: UiField): boolean => !isBlank(field.default) && typeof field.default !== "object";

function SlotForm({ slot, on, onClose, onDone }: { slot: UiSlot; on?: Id; onClose: () => void; onDone: (answer: Answer) => void }) {
  const { object, id: own, record, refresh } = useRecordPage();
  const id = on ?? own;
  const { objects } = useCatalogue();
  const refreshObject = useRefreshObject();
  const like = asObject(slot, object);
  const fields = Object.values(like.fields);
  const initial = Object.fromEntries(fields.filter(plainDefault).map((field) => [field.name, field.default]));
  const form = useForm(like, initial, async (values, key) => {
    const answer = await postOrWait<Answer>(object, record, slot.label, slotAddress(slot.plugin, slot.endpoint ?? "", id), wired(slot, values), key);
    await refresh();
    Object.keys(answer ?? {}).filter((name) => name in objects && name !== object.name).forEach((name) => void refreshObject(name));
    onDone(answer ?? {});
  });
  const state = (field: UiField) => ({ visible: true, required: field.required, readOnly: false });
  return (
    <FormFrame form={form} shown={fields.map((field) => field.name)} submitLabel={slot.label} onClose={onClose}>
      {fields.length ? <FormFields object={like} sections={[{ columns: 1, fields }]} form={form} conditions={state} /> : <Text size="sm">{t("{action}: go ahead?", { action: slot.label })}</Text>}
    </FormFrame>
  );
}

/** `on`: a record of a list on the page, where the action is not about the record of the page itself. */
export function SlotDialog({ slot, on, onClose }: { slot: UiSlot; on?: Id; onClose: () => void }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const made = useMade();
  const tell = (given: Answer) => {
    if (typeof given.message === "string" || made(given).length > 0) return setAnswer(given);
    notice(t("Done: {action}", { action: slot.label }));
    onClose();
  };
  if (answer) return <RecordDialog title={slot.label} size={480} onClose={onClose}><Made answer={answer} onClose={onClose} /></RecordDialog>;
  return (
    <RecordDialog form title={slot.label} size={480} onClose={onClose}>
      {slot.endpoint ? <SlotForm slot={slot} on={on} onClose={onClose} onDone={tell} /> : <Suspense fallback={<Loader m="xl" />}><SaveSlot slot={slot} onClose={onClose} /></Suspense>}
    </RecordDialog>
  );
}
