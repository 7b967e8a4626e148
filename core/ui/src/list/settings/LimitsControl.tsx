// How many cards each column of a board should have at most.
import { NumberInput, Text } from "@mantine/core";
import { t } from "../../i18n";
import type { ListState } from "../useListState";
import { groupField } from "../view";
import classes from "./LimitsControl.module.css";

export function LimitsControl({ state: { object, view, change } }: { state: ListState }) {
  const options = object.fields[groupField(object, view) ?? ""]?.options?.filter((option) => !option.retired) ?? [];
  const set = (value: string, limit: string | number) => change({ limits: { ...view.limits, [value]: Number(limit) || 0 } });
  return (
    <div>
      <Text size="xs" fw={500} mb={4}>
        {t("At most, cards in a column")}
      </Text>
      <div className={classes.limits}>
        {options.map(({ value, label }) => (
          <NumberInput key={value} size="xs" label={label} placeholder="∞" min={1} max={100_000} hideControls allowDecimal={false} value={view.limits?.[value] || ""} onChange={(limit) => set(value, limit)} />
        ))}
      </div>
    </div>
  );
}
