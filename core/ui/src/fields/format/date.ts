// Days, moments, times of day and lengths of time in words of a language.
import { formatNumber } from "./number";
import { once, tag, type Locale } from "./locale";
import { today, wallTime } from "./zones";

function shaper(locale: Locale, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return once(`d${tag(locale)}${zone}${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(tag(locale), { timeZone: zone, ...options }));
}

const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
const DAY_THIS_YEAR: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export function formatDay(locale: Locale, day: string): string {
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? day : shaper(locale, "UTC", DAY).format(at);
}

/** Without the year where it is this one. */
export function formatNearDay(locale: Locale, day: string, now: Date = new Date()): string {
  if (day.slice(0, 4) !== today(locale.zone, now).slice(0, 4)) return formatDay(locale, day);
  return shaper(locale, "UTC", DAY_THIS_YEAR).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

export function formatMoment(locale: Locale, moment: string): string {
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) ? moment : shaper(locale, locale.zone, { ...DAY, ...CLOCK }).format(at);
}

export function formatClock(locale: Locale, moment: string): string {
  return shaper(locale, locale.zone, CLOCK).format(new Date(moment));
}

/** "14:05:00" as people of the language read it. */
export function formatTime(locale: Locale, time: string): string {
  const at = new Date(`1970-01-01T${time}Z`);
  return Number.isNaN(at.getTime()) ? time : shaper(locale, "UTC", CLOCK).format(at);
}

/** A moment as people speak of it in a feed: 5 minutes ago, 14:05, yesterday 14:05, 3 March. */
export function formatWhen(locale: Locale, moment: string, now: Date = new Date()): string {
  const minutes = Math.round((Date.parse(moment) - now.getTime()) / 60_000);
  if (Math.abs(minutes) < 60) return relative(locale, minutes, "minute");
  const days = daysUntil(locale, moment, now);
  const time = formatClock(locale, moment);
  if (Math.abs(days) <= 1) return `${relative(locale, days, "day")} ${time}`;
  const sameYear = wallTime(new Date(moment), locale.zone).slice(0, 4) === wallTime(now, locale.zone).slice(0, 4);
  return sameYear
    ? shaper(locale, locale.zone, { ...DAY_THIS_YEAR, ...CLOCK }).format(new Date(moment))
    : formatMoment(locale, moment);
}

export function relative(locale: Locale, count: number, unit: Intl.RelativeTimeFormatUnit): string {
  return once(`r${tag(locale)}`, () => new Intl.RelativeTimeFormat(tag(locale), { numeric: "auto" })).format(count, unit);
}

/** How many midnights of the zone lie between now and the moment. */
export function daysUntil(locale: Locale, moment: string, now: Date = new Date()): number {
  const day = wallTime(new Date(moment), locale.zone).slice(0, 10);
  return Math.round((Date.parse(day) - Date.parse(today(locale.zone, now))) / 86_400_000);
}

const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]] as const;

/** 5400 as "1 h 30 min". */
export function formatDuration(locale: Locale, value: unknown): string {
  let rest = Math.abs(Math.round(Number(value)));
  if (!Number.isFinite(rest)) return String(value ?? "");
  const words = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count ? [formatNumber(locale, count, { style: "unit", unit, unitDisplay: "short" })] : [];
  });
  const sign = Number(value) < 0 ? "−" : "";
  return sign + (words.join(" ") || formatNumber(locale, 0, { style: "unit", unit: "minute", unitDisplay: "short" }));
}

const SIZES: Record<string, number> = {
  d: 86_400, 天: 86_400, 日: 86_400, g: 3_600, h: 3_600, 时: 3_600, 小: 3_600, m: 60, 分: 60, s: 1, 秒: 1,
};

/** "1h 30m", "1:30", "90" (minutes) as seconds; undefined when it can't be read. */
export function parseDuration(typed: string): number | undefined {
  const text = typed.trim().toLowerCase().replaceAll(",", ".");
  const colon = /^(\d+):([0-5]?\d)(?::([0-5]?\d))?$/.exec(text);
  if (colon) return Number(colon[1]) * 3600 + Number(colon[2]) * 60 + Number(colon[3] ?? 0);
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 60);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z\u4e00-\u9fff]+)\.?/g)];
  if (!parts.length || text.replace(/(\d+(?:\.\d+)?)\s*([a-z\u4e00-\u9fff]+)\.?/g, "").trim()) return undefined;
  return parts.reduce<number | undefined>((sum, [, count, unit]) => {
    const size = SIZES[unit?.[0] ?? ""];
    return sum === undefined || !size ? undefined : sum + Math.round(Number(count) * size);
  }, 0);
}
