// The days that have records, one below the other, for phones.
import type { RecordData, UiField } from "../api/types";
import { wallTime } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { locale, t } from "../i18n";
import { EmptyList } from "../list/EmptyList";
import type { ListState } from "../list/useListState";
import classes from "./Calendar.module.css";
import { Entry } from "./Entry";

interface AgendaProps {
  state: ListState;
  field: UiField;
  days: Map<string, RecordData[]>;
  /** Days of other months, which fill up the weeks, are left out. */
  month?: string;
}

export function Agenda({ state, field, days, month }: AgendaProps) {
  const { zone } = useLocale();
  const shape = new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  const now = wallTime(new Date(), zone).slice(0, 10);
  const filled = [...days.keys()].filter((day) => day && day.startsWith(month ?? "")).sort();
  if (filled.length === 0) return <EmptyList state={state} />;
  return (
    <div className={classes.agenda}>
      {filled.map((day) => (
        <section key={day} aria-label={day}>
          <h3 data-today={day === now || undefined}>{day === now ? t("Today") : shape.format(new Date(`${day}T00:00:00Z`))}</h3>
          {days.get(day)?.map((record) => (
            <Entry key={record.id} state={state} field={field} record={record} />
          ))}
        </section>
      ))}
    </div>
  );
}
