// The days of a month as a calendar shows them, and how a record's date moves from one to another.
import type { RecordData, UiField, UiObject, UiView } from "../api/types";
import { addDays, isoMoment, wallTime } from "../fields/format/zones";

const WEEK = 7;

const isDated = (field: UiField | undefined): field is UiField => field !== undefined && ["date", "datetime"].includes(field.returns ?? field.type);

/** The field that places records on the calendar: the one the view sorts by, else the first date among its columns. */
export function dateField(object: UiObject, view: UiView): UiField | undefined {
  const sorted = (view.sort ?? "").split(",")[0]?.replace("-", "") ?? "";
  const named = [sorted, ...(view.columns ?? [])].map((name) => object.fields[name]);
  const own = Object.values(object.fields).filter((field) => !field.system);
  return [...named, ...own].find(isDated);
}

/** The day of a record, in the user's time zone. */
export function dayOf(field: UiField, record: RecordData, zone: string): string | null {
  const value = record[field.name];
  if (typeof value !== "string" || !value) return null;
  return value.length > 10 ? wallTime(new Date(value), zone).slice(0, 10) : value;
}

/** The value that puts the record on that day; a moment keeps its time. */
export function movedTo(field: UiField, record: RecordData, day: string, zone: string): string {
  const value = record[field.name];
  if ((field.returns ?? field.type) === "date" || typeof value !== "string") return day;
  return isoMoment(`${day} ${wallTime(new Date(value), zone).slice(11, 16)}`, zone);
}

/** Whole weeks from Monday on that cover a month ("2026-11"). */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % WEEK;
  const start = addDays(first, -weekday);
  const weeks: string[][] = [];
  for (let monday = start; monday.slice(0, 7) <= month; monday = addDays(monday, WEEK))
    weeks.push(Array.from({ length: WEEK }, (_, at) => addDays(monday, at)));
  return weeks;
}

export function nextMonth(month: string, step: number): string {
  const [year = 0, at = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, at - 1 + step, 1)).toISOString().slice(0, 7);
}

/** Records whose date lies between two days. */
export function between(field: UiField, from: string, to: string): string {
  const path = (field.returns ?? field.type) === "datetime" ? `DATEVALUE(${field.name})` : field.name;
  return `${path} BETWEEN "${from}" AND "${to}"`;
}
