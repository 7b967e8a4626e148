// Days as people type them: "tomorrow", "next fri", "+3", "24.12", "明天", "jutro", "za tydzień".
import { addDays, today } from "../format/zones";
import type { Locale } from "../format/locale";

const DAYS: Record<string, number> = {
  today: 0, tod: 0, dziś: 0, dzis: 0, dzisiaj: 0, 今天: 0, 今日: 0,
  tomorrow: 1, tom: 1, jutro: 1, 明天: 1, 明日: 1, pojutrze: 2, 后天: 2, 大后天: 3,
  yesterday: -1, wczoraj: -1, 昨天: -1, 前天: -2,
  "next week": 7, "za tydzień": 7, "za tydzien": 7, 下周: 7, 一周后: 7, "in a week": 7,
};

const WEEKDAYS: [RegExp, number][] = [
  [/^(sun|nie|周日|周天|星期日|星期天)/, 0],
  [/^(mon|pon|周一|星期一)/, 1],
  [/^(tue|wt|周二|星期二)/, 2],
  [/^(wed|śr|sr|周三|星期三)/, 3],
  [/^(thu|czw|周四|星期四)/, 4],
  [/^(fri|pią|pia|pt|周五|星期五)/, 5],
  [/^(sat|sob|周六|星期六)/, 6],
];

const NEXT = /^(next |następn\S+ |nastepn\S+ |przyszł\S+ |przyszl\S+ |下个?)/;

function weekday(text: string, from: string): string | undefined {
  const next = NEXT.test(text);
  const name = text.replace(NEXT, "").replace(/^(周|星期)?/, (start) => start);
  const wanted = WEEKDAYS.find(([pattern]) => pattern.test(next && /^[一二三四五六日天]/.test(name) ? `周${name}` : name))?.[1];
  if (wanted === undefined) return undefined;
  const now = new Date(`${from}T00:00:00Z`).getUTCDay();
  return addDays(from, ((wanted - now + 7) % 7 || 7));
}

function counted(text: string, from: string): string | undefined {
  const match = /^(?:in |za )?([+-]?\d+) ?(d|days?|dni|天|日|w|weeks?|tyg\S*|周|星期|m|months?|mies\S*|个?月)?(?:后)?$/.exec(text);
  if (!match?.[1] || (!match[2] && !/^[+-]/.test(match[1]))) return undefined;
  const count = Number(match[1]);
  const unit = match[2] ?? "d";
  if (/^(m|个?月)/.test(unit)) return addMonths(from, count);
  return addDays(from, /^(w|t|周|星)/.test(unit) ? count * 7 : count);
}

function addMonths(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}

function iso(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date));
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === date && year > 0 && year < 9999;
  return real ? at.toISOString().slice(0, 10) : undefined;
}

/** 2026-12-24, 24.12.2026, 24/12, 12月24日: day first, but for Chinese and where the year stands first. */
function written(text: string, from: string, locale: Locale): string | undefined {
  const numbers = text.match(/\d+/g)?.map(Number) ?? [];
  if (!/^[\d\s./\-年月日号]+$/.test(text) || numbers.length < 2 || numbers.length > 3) return undefined;
  const [a = 0, b = 0, c] = numbers;
  const year = Number(from.slice(0, 4));
  if (a > 31) return c === undefined ? undefined : iso(a, b, c);
  const full = c === undefined ? year : c < 100 ? 2000 + c : c;
  return /月/.test(text) || locale.language === "zh" ? iso(full, a, b) : iso(full, b, a);
}

export function parseDay(typed: string, locale: Locale, now: Date = new Date()): string | undefined {
  const text = typed.trim().toLowerCase();
  const from = today(locale.zone, now);
  if (text in DAYS) return addDays(from, DAYS[text] ?? 0);
  return written(text, from, locale) ?? counted(text, from) ?? weekday(text, from);
}
