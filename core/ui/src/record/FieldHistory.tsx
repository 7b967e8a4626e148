// What a field was before: who changed it, when, from what to what.
import { ActionIcon, Loader, Popover, ScrollArea, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import type { UiField } from "../api/types";
import { formatWhen } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { OldAndNew } from "./Change";
import classes from "./FieldHistory.module.css";
import { changesOfField, useHistory } from "./history";
import { useRecordPage } from "./RecordContext";

function Changes({ field }: { field: UiField }) {
  const { object, id } = useRecordPage();
  const locale = useLocale();
  const history = useHistory(object.name, id, true);
  if (history.isPending) return <Loader size="xs" />;
  const changes = changesOfField(history.data ?? [], field.name);
  if (!changes.length) return <Text size="xs" c="dimmed">{t("Never changed since the record was made.")}</Text>;
  return (
    <ol className={classes.list}>
      {changes.map((change, place) => (
        <li key={`${change.at}${place}`}>
          <OldAndNew field={field} old={change.old} now={change.new} />
          <span className={classes.who}>{change.by} · {formatWhen(locale, change.at)}</span>
        </li>
      ))}
    </ol>
  );
}

export function FieldHistory({ field }: { field: UiField }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label={t("History of {field}", { field: field.label })} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <IconHistory size={13} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <ScrollArea.Autosize mah={280}>{opened && <Changes field={field} />}</ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
