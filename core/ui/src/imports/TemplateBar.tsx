// Above the columns: a mapping that was kept is taken up again, and this one kept for the next file.
import { ActionIcon, Button, Checkbox, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { IconDeviceFloppy, IconTrash } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { useMe } from "../api/client";
import type { Id, UiObject } from "../api/types";
import { notice, noticeProblem } from "../app/notices";
import { t } from "../i18n";
import type { Mapping } from "./data";
import classes from "./Import.module.css";
import { useKeeping, useTemplates, type Template } from "./templates";

interface BarProps {
  object: UiObject;
  mapping: Mapping;
  take: (document: Mapping) => void;
}

interface KeepProps {
  templates: Template[];
  chosen: Template | undefined;
  keep: (label: string, shared: boolean, instead?: Id) => Promise<void>;
  onClose: () => void;
}

function KeepDialog({ templates, chosen, keep, onClose }: KeepProps) {
  const [label, setLabel] = useState(chosen?.label ?? "");
  const [shared, setShared] = useState(chosen?.shared ?? false);
  const [busy, setBusy] = useState(false);
  const name = label.trim();
  const same = templates.find((one) => one.label === name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await keep(name, shared, same?.id);
      onClose();
    } catch (error) {
      noticeProblem(error);
    }
    setBusy(false);
  };
  return (
    <Modal opened onClose={onClose} title={t("Keep this mapping")} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <TextInput label={t("Name of the mapping")} description={same && t("This takes the place of the one that has this name.")} value={label} maxLength={120} onChange={(event) => setLabel(event.currentTarget.value)} data-autofocus required />
          <Checkbox label={t("Everybody may use it")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
            <Button type="submit" loading={busy} disabled={!name}>{t("Keep")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function TemplateBar({ object, mapping, take }: BarProps) {
  const me = useMe().user;
  const { data: templates = [] } = useTemplates(object.name);
  const { keep, forget } = useKeeping(object.name);
  const [chosenId, setChosenId] = useState<Id | null>(null);
  const [keeping, setKeeping] = useState(false);
  const mine = templates.filter((one) => one.owner_id === me.id);
  const chosen = templates.find((one) => one.id === chosenId);
  const choose = (id: Id | null) => {
    setChosenId(id);
    const found = templates.find((one) => one.id === id);
    if (found) take(found.document);
  };
  const remove = async (one: Template) => {
    try {
      await forget(one.id);
      setChosenId(null);
      notice(t("The mapping {name} is deleted", { name: one.label }));
    } catch (error) {
      noticeProblem(error);
    }
  };
  const kept = async (label: string, shared: boolean, instead?: Id) => {
    setChosenId(await keep(mapping, label, shared, instead));
    notice(t("The mapping {name} is kept", { name: label }));
  };
  const data = templates.map((one) => ({ value: one.id, label: one.label }));
  return (
    <div className={classes.templates}>
      {templates.length > 0 && <Select aria-label={t("Kept mapping")} placeholder={t("Take up a kept mapping")} searchable data={data} value={chosenId} onChange={choose} w={280} maw="100%" />}
      <Button variant="default" leftSection={<IconDeviceFloppy size={16} aria-hidden />} onClick={() => setKeeping(true)}>{t("Keep this mapping…")}</Button>
      {chosen && chosen.owner_id === me.id && (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("Delete the mapping {name}", { name: chosen.label })} onClick={() => void remove(chosen)}>
          <IconTrash size={17} />
        </ActionIcon>
      )}
      {keeping && <KeepDialog templates={mine} chosen={chosen && mine.includes(chosen) ? chosen : undefined} keep={kept} onClose={() => setKeeping(false)} />}
    </div>
  );
}
