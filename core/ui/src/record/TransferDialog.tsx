// Gives a record to another owner.
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { api } from "../api/client";
import type { Named } from "../api/types";
import { notice, noticeProblem } from "../app/notices";
import { Lookup } from "../fields/Lookup";
import { t } from "../i18n";
import { nameOf, recordPath } from "./data";
import type { DialogProps } from "./RecordActions";
import { useRecordPage } from "./RecordContext";
import { RecordDialog } from "./RecordDialog";

export function TransferDialog({ onClose }: DialogProps) {
  const { object, id, record, refresh } = useRecordPage();
  const [owner, setOwner] = useState<Named | null>(null);
  const [busy, setBusy] = useState(false);
  const transfer = async () => {
    if (!owner) return;
    setBusy(true);
    try {
      await api.post(`${recordPath(object.name, id)}/transfer`, { owner_id: owner.id });
      notice(t("{record} now belongs to {name}", { record: nameOf(object, record), name: owner.name }));
      onClose();
      await refresh();
    } catch (error) {
      noticeProblem(error);
      setBusy(false);
    }
  };
  return (
    <RecordDialog title={t("Transfer to another owner")} size={440} onClose={onClose}>
      <Lookup to="user" label={t("New owner")} value={owner} onChange={setOwner} autoFocus size="sm" />
      <Text size="xs" c="dimmed" mt={6}>{t("The new owner is responsible from now on. You keep access only where your role or a share gives it.")}</Text>
      <Group justify="flex-end" gap={8} mt="lg">
        <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
        <Button disabled={!owner} loading={busy} onClick={() => void transfer()}>{t("Transfer")}</Button>
      </Group>
    </RecordDialog>
  );
}
