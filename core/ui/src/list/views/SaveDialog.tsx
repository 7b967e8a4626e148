// Asks for the name of a view, and whether everybody may use it.
import { Button, Group, Stack, Switch, TextInput } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useState, type FormEvent } from "react";
import { noticeProblem } from "../../app/notices";
import { t } from "../../i18n";

interface SaveFormProps {
  label: string;
  /** Whether sharing is asked about too. */
  asksSharing: boolean;
  save: (label: string, shared: boolean) => Promise<unknown>;
  close: () => void;
}

function SaveForm({ label: before, asksSharing, save, close }: SaveFormProps) {
  const [label, setLabel] = useState(before);
  const [shared, setShared] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await save(label.trim(), shared).then(close, noticeProblem);
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput data-autofocus label={t("Name of the view")} maxLength={120} required value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
        {asksSharing && <Switch label={t("Everybody may use it")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!label.trim()}>{t("Save")}</Button>
        </Group>
      </Stack>
    </form>
  );
}

export function askForView(title: string, label: string, save: SaveFormProps["save"], asksSharing = true): void {
  const id = modals.open({ title, size: "sm", children: <SaveForm label={label} asksSharing={asksSharing} save={save} close={() => modals.close(id)} /> });
}
