// Opens the filter; says how many conditions hold.
import { Button } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { FilterPanel } from "../filter/FilterPanel";
import { parseFilter } from "../filter/parse";
import { wantedFilter } from "../filter/wanted";
import { t } from "../i18n";
import { PopPanel } from "../lib/PopPanel";
import type { ListState } from "./useListState";

export function countConditions(filter: string | undefined): number {
  if (!filter) return 0;
  return parseFilter(filter)?.items.length ?? 1;
}

export function FilterButton({ state: { object, view, change } }: { state: ListState }) {
  const wanted = wantedFilter.use();
  const [opened, setOpened] = useState(false);
  const count = countConditions(view.filter);
  useEffect(() => {
    if (wanted !== null) setOpened(true);
  }, [wanted]);
  const open = (isOpen: boolean) => {
    setOpened(isOpen);
    if (!isOpen) wantedFilter.set(null);
  };
  const target = (
    <Button variant={count > 0 ? "light" : "default"} size="xs" leftSection={<IconFilter size={14} />} aria-expanded={opened} onClick={() => open(!opened)}>
      {count > 0 ? t("Filter: {n}", { n: count }) : t("Filter")}
    </Button>
  );
  return (
    <PopPanel title={t("Filter")} opened={opened} setOpened={open} target={target}>
      {opened && <FilterPanel key={wanted ?? ""} object={object} filter={view.filter ?? ""} wanted={wanted} onChange={(filter) => change({ filter })} />}
    </PopPanel>
  );
}
