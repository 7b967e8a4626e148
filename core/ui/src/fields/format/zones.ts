// Between moments in UTC and the clock on a wall in a time zone, by Intl alone.
import { once } from "./locale";

/** A wall clock's reading: "2026-03-01 14:05:00", the form that date pickers use. */
export type WallTime = string;

function clock(zone: string): Intl.DateTimeFormat {
  return once(`clock${zone}`, () => new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  }));
}

export function wallTime(moment: Date, zone: string): WallTime {
  const part = Object.fromEntries(clock(zone).formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${part.year?.padStart(4, "0")}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`;
}

function asUtc(wall: WallTime): number {
  return Date.parse(`${wall.replace(" ", "T")}Z`);
}

/** The moment at which the clock in `zone` reads `wall`; of two (clocks turned back) the first,
 *  of none (clocks turned forward) the one just after. */
export function momentOf(wall: WallTime, zone: string): Date {
  const target = asUtc(wall.length === 16 ? `${wall}:00` : wall);
  const offset = (at: number) => asUtc(wallTime(new Date(at), zone)) - at;
  const first = target - offset(target - 86_400_000);
  const second = target - offset(target + 86_400_000);
  return new Date(second + offset(second) === target && first + offset(first) !== target ? second : first);
}

export function isoMoment(wall: WallTime, zone: string): string {
  return momentOf(wall, zone).toISOString().replace(".000Z", "Z");
}

/** Today as an ISO day in the zone. */
export function today(zone: string, now: Date = new Date()): string {
  return wallTime(now, zone).slice(0, 10);
}

export function addDays(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}
