// Which columns the table has, and in which order.
import { Button } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../i18n";
import { PopPanel } from "../lib/PopPanel";
import { FieldList } from "./FieldList";
import type { ListState } from "./useListState";

export function ColumnsPanel({ state: { object, view, change } }: { state: ListState }) {
  const [opened, setOpened] = useState(false);
  const target = (
    <Button variant="default" size="xs" leftSection={<IconColumns3 size={14} />} aria-expanded={opened} onClick={() => setOpened(!opened)}>
      {t("Columns")}
    </Button>
  );
  return (
    <PopPanel title={t("Columns")} opened={opened} setOpened={setOpened} target={target} width={280}>
      <FieldList object={object} names={view.columns ?? []} onChange={(columns) => change({ columns })} fixed={object.name_field} />
    </PopPanel>
  );
}
