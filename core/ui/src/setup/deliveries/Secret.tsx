// The secret of a webhook, shown once.
import { Alert, Button, Code, CopyButton, Group, Modal, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { t } from "../../i18n";

export function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={t("The secret of the webhook")} size={520} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      <Alert color="yellow" variant="light" p="xs">{t("Copy it now: it is not shown again.")}</Alert>
      <Code block my="sm">{secret}</Code>
      <Text size="sm" c="dimmed">{t("Whoever receives checks with it that what comes was sent by whom it says.")}</Text>
      <Group justify="flex-end" gap={8} mt="md">
        <CopyButton value={secret}>{({ copied, copy }) => <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}>{copied ? t("Copied") : t("Copy")}</Button>}</CopyButton>
        <Button onClick={onClose}>{t("Done")}</Button>
      </Group>
    </Modal>
  );
}
