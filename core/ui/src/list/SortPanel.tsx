// The order of the list: by one field, then by others.
import { ActionIcon, Button, CloseButton, Stack, Text, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useCatalogue } from "../api/client";
import type { UiField } from "../api/types";
import { FieldPicker } from "../filter/FieldPicker";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import { PopPanel } from "../lib/PopPanel";
import { SortableLines } from "../lib/SortableLines";
import { readSort, writeSort, type Term } from "./sorting";
import type { ListState } from "./useListState";

function Direction({ term, turn }: { term: Term; turn: () => void }) {
  const label = term.descending ? t("Descending") : t("Ascending");
  const Arrow = term.descending ? IconArrowDown : IconArrowUp;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={turn}>
        <Arrow size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

function Terms({ state: { object, view, change } }: { state: ListState }) {
  const catalogue = useCatalogue();
  const terms = readSort(view.sort);
  const set = (next: Term[]) => change({ sort: writeSort(next) });
  const labelOf = (path: string) => resolvePath(catalogue, object.name, path)?.label ?? path;
  const reorder = (paths: string[]) => set(paths.map((path) => terms.find((term) => term.path === path)).filter((term) => term !== undefined));
  const turn = (path: string) => set(terms.map((term) => (term.path === path ? { ...term, descending: !term.descending } : term)));
  const accepts = useCallback((field: UiField) => field.sortable, []);
  return (
    <Stack gap={4}>
      {terms.length === 0 && <Text size="xs" c="dimmed">{t("The newest come first.")}</Text>}
      <SortableLines names={terms.map((term) => term.path)} onChange={reorder} labelOf={labelOf}>
        {(path) => (
          <>
            <span className="dg-ellipsis" style={{ flex: 1 }}>{labelOf(path)}</span>
            <Direction term={terms.find((term) => term.path === path) ?? { path, descending: false }} turn={() => turn(path)} />
            <CloseButton size="xs" aria-label={t("Don't sort by {name}", { name: labelOf(path) })} onClick={() => set(terms.filter((term) => term.path !== path))} />
          </>
        )}
      </SortableLines>
      <FieldPicker object={object} value={null} onChange={(path) => set([...terms.filter((term) => term.path !== path), { path, descending: false }])} accepts={accepts} label={t("Sort by")} />
    </Stack>
  );
}

export function SortPanel({ state }: { state: ListState }) {
  const [opened, setOpened] = useState(false);
  const count = readSort(state.view.sort).length;
  const target = (
    <Button variant="default" size="xs" leftSection={<IconArrowsSort size={14} />} aria-expanded={opened} onClick={() => setOpened(!opened)}>
      {count > 1 ? t("Sort: {n}", { n: count }) : t("Sort")}
    </Button>
  );
  return (
    <PopPanel title={t("Sort")} opened={opened} setOpened={setOpened} target={target} width={280}>
      <Terms state={state} />
    </PopPanel>
  );
}
