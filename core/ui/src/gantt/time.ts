// Days as places on a line: how wide a day is at each scale, where the line begins, what its ticks say.
import type { RecordData, UiField } from "../api/types";
import { addDays, wallTime } from "../fields/format/zones";
import { locale } from "../i18n";
import { movedTo } from "../calendar/days";
import type { Span } from "../list/places";

export type Scale = "day" | "week" | "month";
export const SCALES: Scale[] = ["day", "week", "month"];
export const WIDTHS: Record<Scale, number> = { day: 38, week: 14, month: 4.5 };
/** How far an arrow key goes, in days. */
export const STEPS: Record<Scale, number> = { day: 1, week: 7, month: 30 };

const DAY = 86_400_000;
const MOST_DAYS = 366 * 12;
const PAD: Record<Scale, number> = { day: 10, week: 35, month: 120 };

export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

export interface Bar {
  from: string;
  to: string;
  /** Only one of the dates is there. */
  isPoint: boolean;
}

function dayIn(field: UiField, record: RecordData, zone: string): string | null {
  const value = record[field.name];
  if (typeof value !== "string" || !value) return null;
  return value.length > 10 ? wallTime(new Date(value), zone).slice(0, 10) : value;
}

export function barOf({ start, end }: Span, record: RecordData, zone: string): Bar | null {
  const [from, to] = [dayIn(start, record, zone), dayIn(end, record, zone)];
  const [first, last] = [from ?? to, to ?? from];
  if (!first || !last) return null;
  return { from: first, to: last < first ? first : last, isPoint: !from || !to };
}

export interface Line {
  begin: string;
  days: number;
}

/** From a while before the first bar to a while after the last, today always within. */
export function lineOf(bars: Bar[], today: string, scale: Scale): Line {
  const first = bars.reduce((least, bar) => (bar.from < least ? bar.from : least), today);
  const last = bars.reduce((most, bar) => (bar.to > most ? bar.to : most), today);
  const begin = addDays(first, -PAD[scale]);
  return { begin: `${begin.slice(0, 8)}01`, days: Math.min(MOST_DAYS, daysBetween(begin, last) + 2 * PAD[scale] + 31) };
}

export interface Tick {
  at: number; // days from the beginning
  days: number;
  label: string;
}

const name = (day: string, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

function ticksBy(line: Line, from: number, to: number, next: (day: string) => string, label: (day: string) => string): Tick[] {
  const ticks: Tick[] = [];
  let day = addDays(line.begin, Math.max(0, from));
  for (let at = daysBetween(line.begin, day); at < Math.min(to, line.days); ) {
    const following = next(day);
    const days = daysBetween(day, following);
    ticks.push({ at, days, label: label(day) });
    day = following;
    at += days;
  }
  return ticks;
}

const nextMonth = (day: string): string => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1)).toISOString().slice(0, 10);
const monthStart = (line: Line, at: number): number => daysBetween(line.begin, `${addDays(line.begin, Math.max(0, at)).slice(0, 8)}01`);
const mondayBefore = (line: Line, at: number): number => at - ((new Date(`${addDays(line.begin, at)}T00:00:00Z`).getUTCDay() + 6) % 7);

/** The months above, and days, weeks or nothing below, of the part that is seen. */
export function ticksOf(line: Line, scale: Scale, from: number, to: number): { above: Tick[]; below: Tick[] } {
  const months = (options: Intl.DateTimeFormatOptions) => ticksBy(line, monthStart(line, from), to, nextMonth, (day) => name(day, options));
  if (scale === "day") return { above: months({ month: "long", year: "numeric" }), below: ticksBy(line, Math.max(0, from), to, (day) => addDays(day, 1), (day) => String(Number(day.slice(8)))) };
  if (scale === "week") return { above: months({ month: "long", year: "numeric" }), below: ticksBy(line, Math.max(0, mondayBefore(line, Math.max(0, from))), to, (day) => addDays(day, 7), (day) => String(Number(day.slice(8)))) };
  const year = Math.max(0, daysBetween(line.begin, `${addDays(line.begin, Math.max(0, from)).slice(0, 4)}-01-01`));
  return { above: ticksBy(line, year, to, (day) => `${Number(day.slice(0, 4)) + 1}-01-01`, (day) => day.slice(0, 4)), below: months({ month: "short" }) };
}

export type Grip = "both" | "start" | "end";

/** The bar after a pull of so many days; an end never passes the other. */
export function pulled(bar: Bar, grip: Grip, days: number): Bar {
  const from = grip === "end" ? bar.from : addDays(bar.from, days);
  const to = grip === "start" ? bar.to : addDays(bar.to, days);
  if (from <= to) return { ...bar, from, to };
  return grip === "start" ? { ...bar, from: to, to } : { ...bar, from, to: from };
}

/** The drafts that put the record there. */
export function draftsFor({ start, end }: Span, record: RecordData, before: Bar, after: Bar, zone: string): Record<string, unknown> {
  const has = (field: UiField) => Boolean(record[field.name]);
  const from = before.from !== after.from && (has(start) || !has(end)) ? { [start.name]: movedTo(start, record, after.from, zone) } : {};
  const to = before.to !== after.to && (has(end) || after.from !== after.to) ? { [end.name]: movedTo(end, record, after.to, zone) } : {};
  return { ...from, ...to };
}
