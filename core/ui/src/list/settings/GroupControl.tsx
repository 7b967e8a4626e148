// What records are grouped by; a date by its period.
import { Group, Select } from "@mantine/core";
import { useCallback } from "react";
import { useCatalogue } from "../../api/client";
import { t } from "../../i18n";
import { canGroup, groupingOf, PERIODS, type Period } from "../../lib/groups";
import type { ListState } from "../useListState";
import { PathSelect } from "./PathSelect";

interface GroupControlProps {
  state: ListState;
  part: "group_by" | "split_by";
  label: string;
  canBeNone?: boolean;
}

export const periodLabel = (period: Period): string =>
  ({ day: t("Day"), week: t("Week"), month: t("Month"), quarter: t("Quarter"), year: t("Year") })[period];

export function GroupControl({ state: { object, view, change }, part, label, canBeNone }: GroupControlProps) {
  const grouping = groupingOf(useCatalogue(), object, view[part]);
  const accepts = useCallback(canGroup, []);
  const set = (path: string, period: Period | null) => change({ [part]: period ? `${path}:${period}` : path });
  const periods = PERIODS.map((period) => ({ value: period, label: periodLabel(period) }));
  return (
    <Group gap={6} wrap="nowrap" align="end">
      <PathSelect object={object} label={label} value={grouping?.path.path ?? null} accepts={accepts} canBeNone={canBeNone} onChange={(path) => set(path, null)} />
      {grouping?.period && <Select size="xs" w={112} aria-label={t("Period")} data={periods} value={grouping.period} allowDeselect={false} onChange={(period) => set(grouping.path.path, period as Period)} />}
    </Group>
  );
}
