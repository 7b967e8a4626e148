// How many of somebody's records stand in which state: a bar in the colours of the states, and the numbers in words.
import type { RecordData, UiField } from "../api/types";
import { solid } from "../fields/colors";
import classes from "./Roster.module.css";

export function Tally({ rows, field }: { rows: RecordData[]; field: UiField | undefined }) {
  if (!field) return null;
  const counted = (field.options ?? []).map((option) => ({ ...option, count: rows.filter((record) => record[field.name] === option.value).length }));
  const there = counted.filter(({ count }) => count > 0);
  return (
    <div className={classes.tally}>
      <div className={classes.bar} aria-hidden>
        {there.map(({ value, color, count }) => <i key={value} style={{ flexGrow: count, background: solid(color) }} />)}
      </div>
      <span>{there.map(({ label, count }) => `${label} ${count}`).join(" · ")}</span>
    </div>
  );
}
