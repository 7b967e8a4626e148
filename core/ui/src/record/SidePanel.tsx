// A look at a record beside its list.
import { CloseButton, Group, Stack, Title } from "@mantine/core";
import { useObject, useRecord } from "../api/client";
import { Value } from "../fields/display";
import { t } from "../i18n";

export function SidePanel({ object: name, id, onClose }: { object: string; id: string; onClose: () => void }) {
  const object = useObject(name);
  const record = useRecord(name, id);
  if (!object) return null;
  return (
    <Stack p="md" gap="xs">
      <Group justify="space-between">
        <Title order={3}>{String(record.data?.[object.name_field] ?? "")}</Title>
        <CloseButton onClick={onClose} aria-label={t("Close")} />
      </Group>
      {record.data && Object.values(object.fields).map((field) => (
        <div key={field.name}>
          {field.label}: <Value object={object} field={field} value={record.data[field.name]} record={record.data} />
        </div>
      ))}
    </Stack>
  );
}
