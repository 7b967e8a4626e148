// The hours of a week; what has no time of day stands above them.
import { useDroppable } from "@dnd-kit/core";
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import type { RecordData, UiField } from "../api/types";
import { formatDay } from "../fields/format/date";
import { today, wallTime } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { locale, t } from "../i18n";
import type { ListState } from "../list/useListState";
import { AddButton } from "./AddButton";
import { placeOf } from "./days";
import { Entry } from "./Entry";
import classes from "./Week.module.css";

interface WeekProps {
  state: ListState;
  field: UiField;
  week: string[];
  days: Map<string, RecordData[]>;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
const MORNING = 7;

function Slot({ place, label, isNow, children }: { place: string; label: string; isNow?: boolean; children?: ReactNode }) {
  const { setNodeRef, isOver } = useDroppable({ id: place });
  return (
    <section ref={setNodeRef} className={classes.slot} data-over={isOver || undefined} data-now={isNow || undefined} aria-label={label}>
      {children}
    </section>
  );
}

function Heads({ week }: { week: string[] }) {
  const { zone } = useLocale();
  const shape = new Intl.DateTimeFormat(locale(), { weekday: "short", day: "numeric", timeZone: "UTC" });
  const now = today(zone);
  return (
    <div className={classes.heads}>
      <span />
      {week.map((day) => (
        <b key={day} data-today={day === now || undefined}>
          {shape.format(new Date(`${day}T00:00:00Z`))}
        </b>
      ))}
    </div>
  );
}

export function Week({ state, field, week, days }: WeekProps) {
  const here = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const isTimed = (field.returns ?? field.type) === "datetime";
  const places = useMemo(() => Map.groupBy([...days.values()].flat(), (record) => placeOf(field, record, here.zone) ?? ""), [days, field, here.zone]);
  const entries = (place: string) => places.get(place)?.map((record) => <Entry key={record.id} state={state} field={field} record={record} />);
  const now = wallTime(new Date(), here.zone).slice(0, 13);
  useEffect(() => {
    void box.current?.querySelector(`[data-hour="${MORNING}"]`)?.scrollIntoView({ block: "start" });
  }, [isTimed]);
  if (!isTimed)
    return (
      <div className={classes.week}>
        <Heads week={week} />
        <div className={classes.whole}>
          <span />
          {week.map((day) => (
            <Slot key={day} place={day} label={formatDay(here, day)}>
              {entries(day)}
              <AddButton state={state} field={field} day={day} />
            </Slot>
          ))}
        </div>
      </div>
    );
  return (
    <div className={classes.week}>
      <Heads week={week} />
      <div ref={box} className={classes.hours} role="region" aria-label={t("Hours of the week")} tabIndex={0}>
        {HOURS.map((hour, at) => (
          <div key={hour} className={classes.hour} data-hour={at}>
            <time className="dg-number">{`${hour}:00`}</time>
            {week.map((day) => (
              <Slot key={day} place={`${day} ${hour}`} label={t("{day}, {hour} o’clock", { day: formatDay(here, day), hour: `${hour}:00` })} isNow={`${day} ${hour}` === now}>
                {entries(`${day} ${hour}`)}
              </Slot>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
