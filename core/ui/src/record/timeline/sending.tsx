// What the forms of the timeline share: they send once, by a button or by Ctrl Enter.
import { Button, Group } from "@mantine/core";
import { useRef, useState, type KeyboardEvent } from "react";
import { newKey, useCatalogue } from "../../api/client";
import { noticeProblem } from "../../app/notices";
import type { Values } from "../../fields/drafts";
import { t } from "../../i18n";
import { createOrWait } from "../../offline/outbox";
import { useRecordPage } from "../RecordContext";

/** Sends one record after the other, each once: what has been sent is not sent again where a later one was refused. */
export function useSend(onSent: () => void) {
  const { refresh } = useRecordPage();
  const { objects } = useCatalogue();
  const [busy, setBusy] = useState(false);
  const sent = useRef(0);
  const send = async (name: string, ...bodies: Values[]) => {
    const object = objects[name];
    if (!object || busy) return;
    setBusy(true);
    try {
      for (const body of bodies.slice(sent.current)) {
        await createOrWait({ object, body, drafts: body, key: newKey() });
        sent.current += 1;
      }
      sent.current = 0;
      onSent();
      await refresh();
    } catch (error) {
      noticeProblem(error);
    }
    setBusy(false);
  };
  return { busy, send };
}

/** Ctrl Enter anywhere; Enter alone where there is one line. A key that chooses among words of an input method sends nothing. */
export const submitOn = (submit: () => void) => (event: KeyboardEvent) => {
  const inLine = event.target instanceof HTMLInputElement && event.target.dataset.submit !== undefined;
  if (event.key !== "Enter" || event.nativeEvent.isComposing || !(event.ctrlKey || event.metaKey || inLine)) return;
  event.preventDefault();
  submit();
};

export function Foot({ busy, ready, label, onCancel, onSubmit }: { busy: boolean; ready: boolean; label: string; onCancel: () => void; onSubmit: () => void }) {
  return (
    <Group gap={8} justify="flex-end">
      <Button variant="subtle" color="gray" onClick={onCancel}>{t("Cancel")}</Button>
      <Button disabled={!ready} loading={busy} onClick={onSubmit}>{label}</Button>
    </Group>
  );
}
