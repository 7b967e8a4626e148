// A view as a calendar: a month of records by their date, dragged from day to day; on a phone a list by days.
import { DndContext, KeyboardSensor, MouseSensor, TouchSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { Center, Text } from "@mantine/core";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { RecordData, UiField } from "../api/types";
import { Problem } from "../app/ErrorBoundary";
import { today } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { both } from "../filter/write";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { usePages, useRows, type Listing } from "../list/data";
import type { FormProps } from "../list/form";
import { ListSkeleton } from "../list/ListSkeleton";
import { Agenda } from "./Agenda";
import classes from "./Calendar.module.css";
import { CalendarHead } from "./CalendarHead";
import { between, dateField, dayOf, weeksOf } from "./days";
import { Month } from "./Month";
import { useReschedule } from "./useReschedule";

const MOST = 500;

function useMonth(): { month: string; setMonth: (month: string) => void } {
  const [params, setParams] = useSearchParams();
  const { zone } = useLocale();
  const setMonth = (month: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("month", month);
        return next;
      },
      { replace: true },
    );
  return { month: params.get("month") ?? today(zone).slice(0, 7), setMonth };
}

function useDays(rows: RecordData[], field: UiField): Map<string, RecordData[]> {
  const { zone } = useLocale();
  return useMemo(() => Map.groupBy(rows, (record) => dayOf(field, record, zone) ?? ""), [rows, field, zone]);
}

function useMonthListing(listing: Listing, field: UiField, weeks: string[][]): Listing {
  const from = weeks[0]?.[0] ?? "";
  const to = weeks.at(-1)?.at(-1) ?? "";
  return { ...listing, filter: both(listing.filter, between(field, from, to)), sort: field.name, limit: MOST };
}

/** Letters and Enter open what stands in a day; Space lifts it. */
function useDaySensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] } }),
  );
}

function Dated({ state, listing, field }: FormProps & { field: UiField }) {
  const isPhone = useIsPhone();
  const { month, setMonth } = useMonth();
  const weeks = useMemo(() => weeksOf(month), [month]);
  const asked = useMonthListing(listing, field, weeks);
  const pages = usePages(asked);
  const days = useDays(useRows(pages.data), field);
  const reschedule = useReschedule(asked, field);
  const sensors = useDaySensors();
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const record = active.data.current?.record as RecordData | undefined;
    if (record && over) void reschedule(record, String(over.id));
  };
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  return (
    <div className={classes.calendar}>
      <CalendarHead month={month} setMonth={setMonth} isCut={pages.hasNextPage} />
      {!pages.data && <ListSkeleton />}
      {pages.data && isPhone && <Agenda state={state} field={field} days={days} month={month} />}
      {pages.data && !isPhone && (
        <DndContext sensors={sensors} onDragEnd={onDragEnd}>
          <Month state={state} field={field} weeks={weeks} days={days} month={month} />
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
