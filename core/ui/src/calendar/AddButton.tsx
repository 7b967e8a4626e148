// A new record on that day.
import { ActionIcon } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { UiField } from "../api/types";
import { createRecord } from "../app/create";
import { formatDay } from "../fields/format/date";
import { isoMoment } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import type { ListState } from "../list/useListState";
import classes from "./Calendar.module.css";

const MORNING = "09:00";

export function AddButton({ state, field, day }: { state: ListState; field: UiField; day: string }) {
  const here = useLocale();
  if (!state.object.rights.create || !field.editable) return null;
  const value = (field.returns ?? field.type) === "date" ? day : isoMoment(`${day} ${MORNING}`, here.zone);
  return (
    <ActionIcon className={classes.add} variant="subtle" color="gray" size={20} aria-label={t("New on {day}", { day: formatDay(here, day) })} onClick={() => void createRecord(state.object.name, { [field.name]: value })}>
      <IconPlus size={13} />
    </ActionIcon>
  );
}
