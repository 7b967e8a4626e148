// A view as a calendar: a month or a week of records by their date, dragged to another time; on a phone a list by days.
import { DndContext, type DragEndEvent } from "@dnd-kit/core";
import { Center, Text } from "@mantine/core";
import type { RecordData, UiField } from "../api/types";
import { Problem } from "../app/ErrorBoundary";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { usePages, useRows } from "../list/data";
import type { FormProps } from "../list/form";
import { ListSkeleton } from "../list/ListSkeleton";
import { Agenda } from "./Agenda";
import classes from "./Calendar.module.css";
import { CalendarHead } from "./CalendarHead";
import { dateField, endField } from "./days";
import { Month } from "./Month";
import { useReschedule } from "./useReschedule";
import { collision, useDays, useDaySensors, useShownTime, useTimeListing } from "./useTime";
import { Week } from "./Week";

function Dated({ state, listing, field }: FormProps & { field: UiField }) {
  const { object, view, change } = state;
  const isPhone = useIsPhone();
  const time = useShownTime(view.scale === "week" ? "week" : "month");
  const { weeks, month } = time;
  const asked = useTimeListing(listing, field, weeks);
  const pages = usePages(asked);
  const days = useDays(useRows(pages.data), field);
  const reschedule = useReschedule(asked, field, endField(object, view));
  const sensors = useDaySensors();
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const record = active.data.current?.record as RecordData | undefined;
    if (record && over) void reschedule(record, String(over.id));
  };
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  const parts = { state, field, days, weeks };
  return (
    <div className={classes.calendar}>
      <CalendarHead time={time} setScale={(scale) => change({ scale: scale === "month" ? undefined : scale })} isCut={pages.hasNextPage} />
      {!pages.data && <ListSkeleton />}
      {pages.data && isPhone && <Agenda {...parts} month={time.scale === "month" ? month : undefined} />}
      {pages.data && !isPhone && (
        <DndContext sensors={sensors} collisionDetection={collision} onDragEnd={onDragEnd}>
          {time.scale === "month" ? <Month {...parts} month={month} /> : <Week {...parts} week={weeks[0] ?? []} />}
        </DndContext>
      )}
    </div>
  );
}

export default function Calendar(props: FormProps) {
  const field = dateField(props.state.object, props.state.view);
  if (field) return <Dated {...props} field={field} />;
  return (
    <Center h="100%">
      <Text c="dimmed">{t("A calendar needs a field with a date.")}</Text>
    </Center>
  );
}
