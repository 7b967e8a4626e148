// What records are grouped by: a field, or a date by its period ("close_date:month"); and the condition of one group.
import type { UiCatalogue, UiField, UiObject } from "../api/types";
import { formatDay } from "../fields/format/date";
import type { Locale } from "../fields/format/locale";
import { addDays } from "../fields/format/zones";
import { t } from "../i18n";
import { resolvePath, targetOf, type Path } from "./paths";

export const PERIODS = ["day", "week", "month", "quarter", "year"] as const;
export type Period = (typeof PERIODS)[number];

export interface Grouping {
  /** As the view has it. */
  text: string;
  path: Path;
  period: Period | null;
  /** The names in an answer of /query: of the value, and of the name of a record. */
  key: string;
  nameKey: string | null;
}
export type GroupRow = Record<string, unknown>;

const typeOf = (field: UiField): string => field.returns ?? field.type;
export const isDated = (field: UiField): boolean => ["date", "datetime"].includes(typeOf(field));
export const canGroup = (field: UiField): boolean => (field.groupable || isDated(field)) && typeOf(field) !== "json";

export function groupingOf(catalogue: UiCatalogue, object: UiObject, text: string | undefined): Grouping | null {
  const [name = "", word] = (text ?? "").split(":");
  const path = resolvePath(catalogue, object.name, name);
  if (!text || !path || !canGroup(path.field)) return null;
  const period = isDated(path.field) ? (PERIODS.find((one) => one === word) ?? "month") : null;
  const target = catalogue.objects[targetOf(path.field) ?? ""];
  return { text, path, period, key: period ? `${path.path}_${period}` : path.path, nameKey: target ? `${path.path}.${target.name_field}` : null };
}

/** What /query groups by. */
export function groupTerms({ path, period, nameKey }: Grouping): (string | Record<string, string>)[] {
  if (period) return [{ [period]: path.path }];
  return nameKey ? [path.path, nameKey] : [path.path];
}

export const valueIn = (row: GroupRow, { key }: Grouping): string | null => {
  const value = row[key];
  return value === null || value === undefined || value === "" ? null : String(value);
};

function weekStart(text: string): string {
  const [year = 0, week = 1] = text.split("-W").map(Number);
  const fourth = `${year}-01-04`; // always in the first week
  const weekday = (new Date(`${fourth}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(fourth, (week - 1) * 7 - weekday);
}

const lastOf = (year: number, month: number): string => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

/** The first and the last day of a period: "2026", "2026-Q1", "2026-01", "2026-W05", "2026-01-31". */
export function daysOf(period: Period, text: string): [string, string] {
  const year = Number(text.slice(0, 4));
  if (period === "year") return [`${text}-01-01`, `${text}-12-31`];
  if (period === "quarter") {
    const last = Number(text.slice(6)) * 3;
    return [`${text.slice(0, 4)}-${String(last - 2).padStart(2, "0")}-01`, lastOf(year, last)];
  }
  if (period === "month") return [`${text}-01`, lastOf(year, Number(text.slice(5)))];
  if (period === "week") return [weekStart(text), addDays(weekStart(text), 6)];
  return [text, text];
}

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

/** Moments are grouped by their day in Greenwich, as the server does it. */
function within(path: string, field: UiField, [from, to]: [string, string]): string {
  if (typeOf(field) === "date") return `${path} BETWEEN "${from}" AND "${to}"`;
  return `${path} >= "${from}T00:00:00Z" AND ${path} < "${addDays(to, 1)}T00:00:00Z"`;
}

const BARE = new Set(["integer", "decimal", "money", "percent", "boolean"]);

/** The filter that finds the records of a group. */
export function groupFilter({ path: { path, field }, period }: Grouping, value: string | null): string {
  if (value === null) return `ISBLANK(${path})`;
  if (period) return within(path, field, daysOf(period, value));
  if (typeOf(field) === "boolean") return `${path} = ${value.toUpperCase()}`;
  return `${path} = ${BARE.has(typeOf(field)) ? value : quoted(value)}`;
}

function periodLabel(locale: Locale, period: Period, value: string): string {
  const [from, to] = daysOf(period, value);
  const tag = { en: "en-GB", zh: "zh-CN", pl: "pl-PL" }[locale.language];
  if (period === "month") return new Intl.DateTimeFormat(tag, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${from}T00:00:00Z`));
  if (period === "quarter") return t("Quarter {n}, {year}", { n: value.slice(6), year: value.slice(0, 4) });
  if (period === "week") return `${formatDay(locale, from)} – ${formatDay(locale, to)}`;
  return period === "day" ? formatDay(locale, value) : value;
}

/** A group in words. */
export function groupLabel(locale: Locale, grouping: Grouping, row: GroupRow): string {
  const { path, period, nameKey } = grouping;
  const value = valueIn(row, grouping);
  if (value === null) return t("Without {field}", { field: path.field.label });
  if (period) return periodLabel(locale, period, value);
  if (nameKey) return String(row[nameKey] ?? t("Without a name"));
  if (typeOf(path.field) === "boolean") return value === "true" ? t("Yes") : t("No");
  return path.field.options?.find((option) => option.value === value)?.label ?? value;
}

/** Options come in their own order, all else as the server sorts it; what has no value comes last. */
export function inOrder(rows: GroupRow[], grouping: Grouping): GroupRow[] {
  const places = new Map(grouping.path.field.options?.map((option, at) => [option.value, at]));
  const placeOf = (row: GroupRow) => {
    const value = valueIn(row, grouping);
    return value === null ? Infinity : (places.get(value) ?? places.size);
  };
  const byName = (one: GroupRow, other: GroupRow) => (grouping.nameKey ? String(one[grouping.nameKey]).localeCompare(String(other[grouping.nameKey])) : 0);
  return [...rows].sort((one, other) => placeOf(one) - placeOf(other) || byName(one, other) || 0);
}
