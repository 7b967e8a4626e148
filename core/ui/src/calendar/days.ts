// The days of a month as a calendar shows them, and how a record's date moves from one to another.
import type { RecordData, UiField, UiObject, UiView } from "../api/types";
import { addDays, isoMoment, wallTime } from "../fields/format/zones";
import { isDated, ownFields } from "../list/places";

const WEEK = 7;

/** The field that places records on the calendar: what the view says, else what it sorts by, else the first date among its columns. */
export function dateField(object: UiObject, view: UiView): UiField | undefined {
  const sorted = (view.sort ?? "").split(",")[0]?.replace("-", "") ?? "";
  const named = [view.start ?? "", sorted, ...(view.columns ?? [])].map((name) => object.fields[name]);
  return [...named, ...ownFields(object)].find(isDated);
}

/** Until when a record lasts, where the view says so. */
export function endField(object: UiObject, view: UiView): UiField | undefined {
  const field = object.fields[view.end ?? ""];
  return isDated(field) ? field : undefined;
}

/** The day of a record, in the user's time zone. */
export function dayOf(field: UiField, record: RecordData, zone: string): string | null {
  const value = record[field.name];
  if (typeof value !== "string" || !value) return null;
  return value.length > 10 ? wallTime(new Date(value), zone).slice(0, 10) : value;
}

const HOUR = 13; // "2026-11-22 14" has so many signs, a day fewer

/** The value that puts the record on that day, or into that hour of it; otherwise a moment keeps its time. */
export function movedTo(field: UiField, record: RecordData, place: string, zone: string): string {
  const day = place.slice(0, 10);
  const value = record[field.name];
  if ((field.returns ?? field.type) === "date") return day;
  const clock = typeof value === "string" && value ? wallTime(new Date(value), zone).slice(11, 16) : "09:00";
  const hour = place.length === HOUR ? place.slice(11) : "";
  return isoMoment(`${day} ${hour && hour !== clock.slice(0, 2) ? `${hour}:00` : clock}`, zone);
}

/** The end goes along when the beginning moves. */
export function endMoved(end: UiField, record: RecordData, from: unknown, to: string): string | null {
  const value = record[end.name];
  if (typeof value !== "string" || typeof from !== "string") return null;
  const at = new Date(Date.parse(value) + Date.parse(to) - Date.parse(from)).toISOString();
  return (end.returns ?? end.type) === "date" ? at.slice(0, 10) : at.replace(".000Z", "Z");
}

/** The day, and the hour where the moment has one, that a record stands in. */
export function placeOf(field: UiField, record: RecordData, zone: string): string | null {
  const value = record[field.name];
  if (typeof value !== "string" || !value) return null;
  return value.length > 10 ? wallTime(new Date(value), zone).slice(0, HOUR) : value;
}

export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % WEEK));
}

export const weekOf = (monday: string): string[] => Array.from({ length: WEEK }, (_, at) => addDays(monday, at));

/** Whole weeks from Monday on that cover a month ("2026-11"). */
export function weeksOf(month: string): string[][] {
  const weeks: string[][] = [];
  for (let monday = mondayOf(`${month}-01`); monday.slice(0, 7) <= month; monday = addDays(monday, WEEK)) weeks.push(weekOf(monday));
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
