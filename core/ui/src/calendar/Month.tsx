// The weeks of a month, each day with its records.
import { useDroppable } from "@dnd-kit/core";
import { Popover, UnstyledButton } from "@mantine/core";
import type { RecordData, UiField } from "../api/types";
import { formatDay } from "../fields/format/date";
import { today } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { locale, t } from "../i18n";
import type { ListState } from "../list/useListState";
import { AddButton } from "./AddButton";
import classes from "./Calendar.module.css";
import { Entry } from "./Entry";

interface MonthProps {
  state: ListState;
  field: UiField;
  weeks: string[][];
  days: Map<string, RecordData[]>;
  month: string;
}

const SHOWN = 4;

function WeekdayNames({ week }: { week: string[] }) {
  const shape = new Intl.DateTimeFormat(locale(), { weekday: "short", timeZone: "UTC" });
  return (
    <div className={classes.weekdays} aria-hidden>
      {week.map((day) => (
        <span key={day}>{shape.format(new Date(`${day}T00:00:00Z`))}</span>
      ))}
    </div>
  );
}

function More({ records, state, field }: { records: RecordData[]; state: ListState; field: UiField }) {
  return (
    <Popover width={260} position="bottom" trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.more}>{t("{n} more", { n: records.length - SHOWN })}</UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        {records.slice(SHOWN).map((record) => (
          <Entry key={record.id} state={state} field={field} record={record} />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function Day({ state, field, day, records, isOutside }: { state: ListState; field: UiField; day: string; records: RecordData[]; isOutside: boolean }) {
  const { setNodeRef, isOver } = useDroppable({ id: day });
  const here = useLocale();
  const isToday = day === today(here.zone);
  return (
    <section ref={setNodeRef} className={classes.day} data-over={isOver || undefined} data-outside={isOutside || undefined} aria-label={formatDay(here, day)}>
      <header>
        <span className={classes.date} data-today={isToday || undefined}>
          {Number(day.slice(8))}
        </span>
        <AddButton state={state} field={field} day={day} />
      </header>
      {records.slice(0, SHOWN).map((record) => (
        <Entry key={record.id} state={state} field={field} record={record} />
      ))}
      {records.length > SHOWN && <More records={records} state={state} field={field} />}
    </section>
  );
}

export function Month({ state, field, weeks, days, month }: MonthProps) {
  return (
    <div className={classes.month}>
      <WeekdayNames week={weeks[0] ?? []} />
      <div className={classes.weeks} style={{ gridTemplateRows: `repeat(${weeks.length}, minmax(96px, 1fr))` }}>
        {weeks.flat().map((day) => (
          <Day key={day} state={state} field={field} day={day} records={days.get(day) ?? []} isOutside={!day.startsWith(month)} />
        ))}
      </div>
    </div>
  );
}
