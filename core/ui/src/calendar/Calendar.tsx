// A view as a calendar: a month or a week of records by their date, dragged to another time; on a phone a list by days.
import { DndContext, KeyboardSensor, MouseSensor, pointerWithin, rectIntersection, TouchSensor, useSensor, useSensors, type CollisionDetection, type DragEndEvent } from "@dnd-kit/core";
import { Center, Text } from "@mantine/core";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { RecordData, UiField } from "../api/types";
import { Problem } from "../app/ErrorBoundary";
import { addDays, today } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { both } from "../filter/write";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { usePages, useRows, type Listing } from "../list/data";
import type { FormProps } from "../list/form";
import { ListSkeleton } from "../list/ListSkeleton";
import { Agenda } from "./Agenda";
import classes from "./Calendar.module.css";
import { CalendarHead, type Shown } from "./CalendarHead";
import { between, dateField, dayOf, endField, mondayOf, nextMonth, weekOf, weeksOf } from "./days";
import { Month } from "./Month";
import { useReschedule } from "./useReschedule";
import { Week } from "./Week";

const MOST = 500;

/** The time that is shown, as the address says: a month, or the Monday of a week. */
function useShownTime(scale: "month" | "week"): Shown {
  const [params, setParams] = useSearchParams();
  const { zone } = useLocale();
  const now = today(zone);
  const month = params.get("month") ?? now.slice(0, 7);
  const week = params.get("week") ?? mondayOf(now);
  const go = (name: "month" | "week", value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const weeks = useMemo(() => (scale === "week" ? [weekOf(week)] : weeksOf(month)), [scale, week, month]);
  const step = (count: number) => (scale === "week" ? go("week", addDays(week, count * 7)) : go("month", nextMonth(month, count)));
  const toToday = () => (scale === "week" ? go("week", mondayOf(now)) : go("month", now.slice(0, 7)));
  return { scale, month, weeks, step, toToday };
}

function useDays(rows: RecordData[], field: UiField): Map<string, RecordData[]> {
  const { zone } = useLocale();
  return useMemo(() => Map.groupBy(rows, (record) => dayOf(field, record, zone) ?? ""), [rows, field, zone]);
}

function useTimeListing(listing: Listing, field: UiField, weeks: string[][]): Listing {
  return useMemo(() => {
    const [from, to] = [weeks[0]?.[0] ?? "", weeks.at(-1)?.at(-1) ?? ""];
    return { ...listing, filter: both(listing.filter, between(field, from, to)), sort: field.name, limit: MOST };
  }, [listing, field, weeks]);
}

/** Letters and Enter open what stands in a day; Space lifts it. */
function useDaySensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] } }),
  );
}

/** The day or hour under the pointer; for keys, the one that the entry overlaps. */
const collision: CollisionDetection = (args) => (args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args));

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
