// Who has what on which day of a week, and how much of it is done; entries are carried to another day.
import { DndContext, useDroppable, type DragEndEvent } from "@dnd-kit/core";
import { useMemo, type ReactNode } from "react";
import type { RecordData, UiField } from "../api/types";
import { Problem } from "../app/ErrorBoundary";
import { AddButton } from "../calendar/AddButton";
import { CalendarHead } from "../calendar/CalendarHead";
import { dateField, dayOf } from "../calendar/days";
import { Entry } from "../calendar/Entry";
import { useReschedule } from "../calendar/useReschedule";
import { collision, useDaySensors, useShownTime, useTimeListing } from "../calendar/useTime";
import { Face } from "../fields/Face";
import { formatDay } from "../fields/format/date";
import { today } from "../fields/format/zones";
import { idOf, isNamed } from "../fields/shapes";
import { useLocale } from "../fields/useLocale";
import { locale, t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { usePages, useRows } from "../list/data";
import { EmptyList } from "../list/EmptyList";
import type { FormProps } from "../list/form";
import { ListSkeleton } from "../list/ListSkeleton";
import { colorField, rosterField } from "../list/places";
import type { ListState } from "../list/useListState";
import classes from "./Roster.module.css";
import { Tally } from "./Tally";

interface Line {
  id: string;
  name: string;
  rows: RecordData[];
}

interface WeekProps {
  state: ListState;
  field: UiField;
  lines: Line[];
  week: string[];
}

type LineProps = Omit<WeekProps, "lines"> & { line: Line };

function linesOf(rows: RecordData[], group: UiField): Line[] {
  const lines = Map.groupBy(rows, (record) => idOf(record[group.name]) ?? "");
  const nameOf = (record: RecordData | undefined) => {
    const who = record?.[group.name];
    return isNamed(who) ? who.name : t("Nobody");
  };
  return [...lines].map(([id, mine]) => ({ id, name: nameOf(mine[0]), rows: mine })).sort((one, other) => one.name.localeCompare(other.name, locale()));
}

function useDaysOf({ rows }: Line, field: UiField): Map<string, RecordData[]> {
  const { zone } = useLocale();
  return useMemo(() => Map.groupBy(rows, (record) => dayOf(field, record, zone) ?? ""), [rows, field, zone]);
}

const shapeOf = (weekday: "short" | "long") => new Intl.DateTimeFormat(locale(), { weekday, day: "numeric", month: weekday === "long" ? "long" : undefined, timeZone: "UTC" });
const written = (shape: Intl.DateTimeFormat, day: string) => shape.format(new Date(`${day}T00:00:00Z`));

function Who({ line, state }: Pick<LineProps, "line" | "state">) {
  return (
    <header className={classes.who}>
      <Face name={line.name} size={26} />
      <div>
        <h3 className="dg-ellipsis">{line.name}</h3>
        <Tally rows={line.rows} field={colorField(state.object, state.view)} />
      </div>
    </header>
  );
}

function Cell({ state, field, line, day, children }: Omit<LineProps, "week"> & { day: string; children: ReactNode }) {
  const here = useLocale();
  const { setNodeRef, isOver, active } = useDroppable({ id: `${day} ${line.id}`, data: { day, line: line.id } });
  const isOwn = line.rows.some((record) => record.id === active?.id);
  return (
    <section ref={setNodeRef} className={classes.cell} data-over={(isOver && isOwn) || undefined} data-today={day === today(here.zone) || undefined} aria-label={`${line.name}, ${formatDay(here, day)}`}>
      {children}
      <AddButton state={state} field={field} day={day} />
    </section>
  );
}

function Row(props: LineProps) {
  const { line, state, field, week } = props;
  const days = useDaysOf(line, field);
  return (
    <>
      <Who line={line} state={state} />
      {week.map((day) => (
        <Cell key={day} state={state} field={field} line={line} day={day}>
          {days.get(day)?.map((record) => <Entry key={record.id} state={state} field={field} record={record} />)}
        </Cell>
      ))}
    </>
  );
}

function Grid({ lines, ...rest }: WeekProps) {
  const { zone } = useLocale();
  const shape = shapeOf("short");
  return (
    <div className={classes.grid}>
      <span className={classes.corner} />
      {rest.week.map((day) => <b key={day} className={classes.day} data-today={day === today(zone) || undefined}>{written(shape, day)}</b>)}
      {lines.map((line) => <Row key={line.id} line={line} {...rest} />)}
    </div>
  );
}

/** One person below the other, each with the days that have something, for phones. */
function Column({ line, state, field, week }: LineProps) {
  const days = useDaysOf(line, field);
  const shape = shapeOf("long");
  return (
    <section className={classes.column} aria-label={line.name}>
      <Who line={line} state={state} />
      {week.filter((day) => days.has(day)).map((day) => (
        <div key={day} className={classes.stack}>
          <h4>{written(shape, day)}</h4>
          {days.get(day)?.map((record) => <Entry key={record.id} state={state} field={field} record={record} />)}
        </div>
      ))}
    </section>
  );
}

function Dated({ state, listing, field, group }: FormProps & { field: UiField; group: UiField }) {
  const isPhone = useIsPhone();
  const time = useShownTime("week");
  const asked = useTimeListing(listing, field, time.weeks);
  const pages = usePages(asked);
  const rows = useRows(pages.data);
  const lines = useMemo(() => linesOf(rows, group), [rows, group]);
  const reschedule = useReschedule(asked, field);
  const sensors = useDaySensors();
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    const record = active.data.current?.record as RecordData | undefined;
    const isOwn = record && over?.data.current?.line === (idOf(record[group.name]) ?? "");
    if (record && isOwn) void reschedule(record, String(over?.data.current?.day));
  };
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  const parts = { state, field, week: time.weeks[0] ?? [] };
  return (
    <div className={classes.roster}>
      <CalendarHead time={time} isCut={pages.hasNextPage} />
      {!pages.data && <ListSkeleton />}
      {pages.data && lines.length === 0 && <EmptyList state={state} />}
      {lines.length > 0 && (
        <DndContext sensors={sensors} collisionDetection={collision} onDragEnd={onDragEnd}>
          {isPhone ? lines.map((line) => <Column key={line.id} line={line} {...parts} />) : <Grid lines={lines} {...parts} />}
        </DndContext>
      )}
    </div>
  );
}

export default function Roster(props: FormProps) {
  const { object, view } = props.state;
  const [field, group] = [dateField(object, view), rosterField(object, view)];
  return field && group ? <Dated {...props} field={field} group={group} /> : null;
}
