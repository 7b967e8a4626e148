// Gives a record to another owner, with what goes along.
import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { api, useCatalogue } from "../api/client";
import type { Named, UiObject } from "../api/types";
import { notice, noticeProblem } from "../app/notices";
import { Lookup } from "../fields/Lookup";
import { t } from "../i18n";
import { nameOf, recordPath } from "./data";
import type { DialogProps } from "./RecordActions";
import { useRecordPage } from "./RecordContext";
import { RecordDialog } from "./RecordDialog";
import { ACTIVITY } from "./timeline/kinds";

/** Objects whose records may follow to the new owner: the related lists, and the activities. */
function useFollowers(): UiObject[] {
  const { object, layout } = useRecordPage();
  const { objects } = useCatalogue();
  const names = [...(layout?.related ?? []).map((list) => list.object), ...(object.features.includes("activities") ? [ACTIVITY] : [])];
  return [...new Set(names)].map((name) => objects[name]).filter((one): one is UiObject => one !== undefined && Boolean(one.fields.owner_id));
}

function useTransfer(onClose: () => void) {
  const { object, id, record, refresh } = useRecordPage();
  const [busy, setBusy] = useState(false);
  const transfer = async (owner: Named, carry: string[]) => {
    setBusy(true);
    try {
      await api.post(`${recordPath(object.name, id)}/transfer`, { owner_id: owner.id, carry });
      notice(t("{record} now belongs to {name}", { record: nameOf(object, record), name: owner.name }));
      onClose();
      await refresh();
    } catch (error) {
      noticeProblem(error);
      setBusy(false);
    }
  };
  return { busy, transfer };
}

export function TransferDialog({ onClose }: DialogProps) {
  const [owner, setOwner] = useState<Named | null>(null);
  const [carry, setCarry] = useState<string[]>([]);
  const followers = useFollowers();
  const { busy, transfer } = useTransfer(onClose);
  return (
    <RecordDialog title={t("Transfer to another owner")} size={440} onClose={onClose}>
      <Lookup to="user" label={t("New owner")} value={owner} onChange={setOwner} autoFocus size="sm" />
      <Text size="xs" c="dimmed" mt={6}>{t("The new owner is responsible from now on. You keep access only where your role or a share gives it.")}</Text>
      {followers.length > 0 && (
        <Checkbox.Group mt="md" label={t("Hand over too, where they have the same owner")} value={carry} onChange={setCarry}>
          <Stack gap={6} mt={6}>{followers.map((object) => <Checkbox key={object.name} size="xs" value={object.name} label={object.plural} />)}</Stack>
        </Checkbox.Group>
      )}
      <Group justify="flex-end" gap={8} mt="lg">
        <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
        <Button disabled={!owner} loading={busy} onClick={() => owner && void transfer(owner, carry)}>{t("Transfer")}</Button>
      </Group>
    </RecordDialog>
  );
}
