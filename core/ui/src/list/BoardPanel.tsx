// What the board groups by, what its cards show, and what its columns sum.
import { Button, MultiSelect, Select, Stack, Text } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../i18n";
import { PopPanel } from "../lib/PopPanel";
import { canBeSummed, summedField } from "./data";
import { FieldList } from "./FieldList";
import type { ListState } from "./useListState";
import { groupField } from "./view";

function Settings({ state: { object, view, change } }: { state: ListState }) {
  const fields = Object.values(object.fields);
  const groups = fields.filter((field) => field.options && field.type === "choice").map(({ name, label }) => ({ value: name, label }));
  const sums = fields.filter((field) => canBeSummed(field) && !field.system).map(({ name, label }) => ({ value: name, label }));
  return (
    <Stack gap="sm">
      <Select size="xs" label={t("Columns by")} data={groups} value={groupField(object, view) ?? null} allowDeselect={false} onChange={(name) => name && change({ group_by: name })} />
      <MultiSelect size="xs" label={t("Sums in the heads of columns")} data={sums} value={view.sums?.map((name) => summedField(object, name)?.name ?? name) ?? []} onChange={(names) => change({ sums: names })} />
      <div>
        <Text size="xs" fw={500} mb={4}>
          {t("On the cards")}
        </Text>
        <FieldList object={object} names={view.card ?? []} onChange={(card) => change({ card })} />
      </div>
    </Stack>
  );
}

export function BoardPanel({ state }: { state: ListState }) {
  const [opened, setOpened] = useState(false);
  const target = (
    <Button variant="default" size="xs" leftSection={<IconAdjustmentsHorizontal size={14} />} aria-expanded={opened} onClick={() => setOpened(!opened)}>
      {t("Cards")}
    </Button>
  );
  return (
    <PopPanel title={t("Cards")} opened={opened} setOpened={setOpened} target={target} width={290}>
      <Settings state={state} />
    </PopPanel>
  );
}
