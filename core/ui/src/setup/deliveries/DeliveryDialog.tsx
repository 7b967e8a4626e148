// One delivery: what was sent, and how each try went.
import { Anchor, Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Id } from "../../api/types";
import { formatMoment } from "../../fields/format/date";
import { useLocale } from "../../fields/useLocale";
import { useNamed } from "../../fields/useNamed";
import { t } from "../../i18n";
import { useIsPhone } from "../../lib/screen";
import { Loaded } from "../kit/page";
import { useDelivery, type Delivery, type Try } from "./data";
import { StateBadge } from "./StateBadge";

/** JSON is laid out, anything else stands as it was sent. */
function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function About({ object, id }: { object: string; id: Id }) {
  const { name } = useNamed(object, id);
  return <Anchor component={Link} size="sm" underline="always" to={`/o/${object}/${id}`}>{name || id}</Anchor>;
}

function TryLine({ line }: { line: Try }) {
  const locale = useLocale();
  return (
    <Group component="li" gap={8} wrap="nowrap" align="flex-start">
      {line.ok ? <IconCircleCheck size={16} color="var(--mantine-color-teal-6)" aria-label={t("Sent")} /> : <IconCircleX size={16} color="var(--mantine-color-red-6)" aria-label={t("Failed")} />}
      <div>
        <Text size="xs" c="dimmed"><time dateTime={line.at}>{formatMoment(locale, line.at)}</time></Text>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>{line.answer || "–"}</Text>
      </div>
    </Group>
  );
}

function Content({ found }: { found: Delivery & { body: string } }) {
  return (
    <Stack gap="sm">
      <Group gap={8}><StateBadge state={found.state} />{found.object && found.record_id && <About object={found.object} id={found.record_id} />}</Group>
      <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>{found.receiver}</Text>
      {found.body && <Code block mah={260} style={{ overflow: "auto", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }} tabIndex={0} aria-label={t("Content")}>{laidOut(found.body)}</Code>}
      {found.history.length > 0 && (
        <Stack component="ul" gap={8} m={0} p={0} style={{ listStyle: "none" }} aria-label={t("Tries")}>
          {found.history.toReversed().map((line) => <TryLine key={line.at} line={line} />)}
        </Stack>
      )}
    </Stack>
  );
}

export function DeliveryDialog({ id, onClose, onReplay }: { id: Id; onClose: () => void; onReplay: () => void }) {
  const found = useDelivery(id);
  const isPhone = useIsPhone();
  return (
    <Modal opened onClose={onClose} title={found.data?.subject || t("Delivery")} size={620} fullScreen={isPhone} closeButtonProps={{ "aria-label": t("Close") }}>
      <Loaded asked={found}>{(data) => <Content found={data} />}</Loaded>
      <Group justify="flex-end" gap={8} mt="lg">
        <Button variant="default" onClick={onClose}>{t("Close")}</Button>
        {found.data && found.data.state !== "queued" && <Button onClick={onReplay}>{found.data.state === "sent" ? t("Send once more") : t("Send now")}</Button>}
      </Group>
    </Modal>
  );
}
