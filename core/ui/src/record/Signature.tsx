// A pasted signature fills the form of a new record; what was read is shown, so that it is checked before it is saved.
import { Button, Checkbox, Group, Text, Textarea } from "@mantine/core";
import { IconClipboardText } from "@tabler/icons-react";
import { useState, type ClipboardEvent } from "react";
import { api, newKey, useCatalogue } from "../api/client";
import type { RecordData, SignatureRead, UiObject } from "../api/types";
import { noticeProblem } from "../app/notices";
import type { Values } from "../fields/drafts";
import { t } from "../i18n";
import classes from "./form.module.css";
import type { Form } from "./useForm";

/** Several lines are no value of one field. */
export function isBlock(text: string): boolean {
  return text.split("\n").filter((line) => line.trim()).length > 1;
}

export interface Signing {
  read: SignatureRead | null;
  names: ReadonlySet<string>;
  company: boolean;
  take: (text: string) => Promise<void>;
  setCompany: (wanted: boolean) => void;
  /** Makes the company first, where it is wanted, and answers what else the record then says. */
  withCompany: (anyway: boolean) => Promise<Values>;
}

/** What is read changes nothing that was given with the page: a person of this company stays one. */
function besides(given: Values, found: SignatureRead): SignatureRead {
  const values = Object.fromEntries(Object.entries(found.values).filter(([name]) => !(name in given)));
  return { ...found, values, company: found.company && found.company.field in given ? null : found.company };
}

export function useSignature(object: UiObject, given: Values, form: () => Form): Signing {
  const [read, setRead] = useState<SignatureRead | null>(null);
  const [company, setCompany] = useState(true);
  const [key] = useState(newKey);
  const [made, setMade] = useState<Values | null>(null);

  const take = async (text: string) => {
    try {
      const found = besides(given, await api.post<SignatureRead>(`/records/${object.name}/signature`, { text: text.slice(0, 5000) }, { idempotencyKey: null }));
      for (const [name, value] of Object.entries(found.values)) form().set(name, value);
      setRead(found);
      setCompany(true);
    } catch (error) {
      noticeProblem(error);
    }
  };
  const withCompany = async (anyway: boolean): Promise<Values> => {
    const wanted = company ? read?.company : null;
    if (!wanted) return {};
    if (made) return made;
    const record = await api.post<RecordData>(`/records/${wanted.object}`, wanted.values, { idempotencyKey: key, query: { save_anyway: anyway } });
    const value = { [wanted.field]: { id: record.id, name: Object.values(wanted.values)[0] } };
    setMade(value);
    return value;
  };
  return { read, names: new Set(Object.keys(read?.values ?? {})), company, take, setCompany, withCompany };
}

/** Text of several lines that is pasted into a field of one line is read instead. */
export function pasteOf(signing: Signing) {
  return (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text/plain");
    if (!(event.target instanceof HTMLInputElement) || !isBlock(text)) return;
    event.preventDefault();
    event.stopPropagation();
    void signing.take(text);
  };
}

function Outcome({ object, signing, read }: { object: UiObject; signing: Signing; read: SignatureRead }) {
  const { objects } = useCatalogue();
  const labels = Object.values(object.fields).filter((field) => signing.names.has(field.name)).map((field) => field.label);
  const { company } = read;
  const name = company && String(Object.values(company.values)[0]);
  return (
    <div role="status" className={classes.signature}>
      <Text size="sm">{labels.length ? t("Read from the signature: {fields}. Please check.", { fields: labels.join(", ") }) : t("Nothing in this text was understood.")}</Text>
      {read.rest.length > 0 && <Text size="xs" c="dimmed">{t("Not understood: {lines}", { lines: read.rest.join(" · ") })}</Text>}
      {company && (
        <Checkbox mt={6} size="xs" checked={signing.company} onChange={(event) => signing.setCompany(event.currentTarget.checked)} label={t("Make the {object} “{name}” too", { object: objects[company.object]?.label ?? "", name: name ?? "" })} />
      )}
    </div>
  );
}

export function Signature({ object, signing }: { object: UiObject; signing: Signing }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const take = (what: string) => {
    setOpen(false);
    setText("");
    void signing.take(what);
  };
  if (signing.read) return <Outcome object={object} signing={signing} read={signing.read} />;
  if (!open) {
    return (
      <Button className={classes.paste} variant="light" color="gray" size="compact-sm" leftSection={<IconClipboardText size={14} aria-hidden />} onClick={() => setOpen(true)}>
        {t("Paste a signature")}
      </Button>
    );
  }
  return (
    <div className={classes.signature}>
      <Textarea
        label={t("Signature")}
        description={t("Name, title, company, telephone numbers, e-mail and address, as they stand under a mail or on a card")}
        autosize
        minRows={4}
        maxRows={10}
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onPaste={(event) => {
          event.preventDefault();
          take(text + event.clipboardData.getData("text/plain"));
        }}
      />
      <Group gap={8} mt={8} justify="flex-end">
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setOpen(false)}>{t("Cancel")}</Button>
        <Button size="compact-sm" disabled={!text.trim()} onClick={() => take(text)}>{t("Read")}</Button>
      </Group>
    </div>
  );
}
