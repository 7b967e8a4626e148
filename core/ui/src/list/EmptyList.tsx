// A list without records: because of the filter, or because there are none yet.
import { Button, Center, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { createRecord } from "../app/create";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { Icon } from "../icons/Icon";
import type { ListState } from "./useListState";

function Words({ state }: { state: ListState }) {
  const isNarrowed = Boolean(state.q || state.view.filter);
  return (
    <>
      <Title order={2} size="md">
        {isNarrowed ? t("No records fit") : t("No records yet: {objects}", { objects: state.object.plural })}
      </Title>
      <Text c="dimmed" size="sm">
        {isNarrowed ? t("Nothing fits the filter of this list. Widen it, or look in another view.") : (state.object.help ?? t("Create the first one, or import many from a file."))}
      </Text>
    </>
  );
}

export function EmptyList({ state }: { state: ListState }) {
  const { object, view, base, views, q, change, search, choose } = state;
  const widen = () => (q ? search("") : change({ filter: "" }));
  const wider = !q && view.filter === base.filter ? views.find((one) => !one.filter && one.form === view.form) : undefined;
  return (
    <Center h="100%" mih={320} p="xl">
      <Stack align="center" gap={8} maw={420} ta="center">
        <Icon name={object.icon} size={34} stroke={1.4} style={{ color: solid(object.color) }} />
        <Words state={state} />
        <Group mt="xs" gap="xs">
          {Boolean(q || view.filter) && !wider && <Button variant="default" onClick={widen}>{q ? t("Clear the search") : t("Clear the filter")}</Button>}
          {view.filter && wider && <Button variant="default" onClick={() => choose(wider.name)}>{t("Show “{view}”", { view: wider.label })}</Button>}
          {object.rights.create && <Button leftSection={<IconPlus size={14} />} onClick={() => void createRecord(object.name)}>{t("New: {object}", { object: object.label })}</Button>}
        </Group>
      </Stack>
    </Center>
  );
}
