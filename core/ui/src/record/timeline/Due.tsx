// When something is due: red once it is late, green today.
import { daysUntil, formatClock, formatNearDay, relative } from "../../fields/format/date";
import type { Locale } from "../../fields/format/locale";
import { wallTime } from "../../fields/format/zones";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import classes from "./Timeline.module.css";

function words(locale: Locale, at: string, days: number): string {
  const day = Math.abs(days) <= 6 ? relative(locale, days, "day") : formatNearDay(locale, wallTime(new Date(at), locale.zone));
  return `${day} ${formatClock(locale, at)}`;
}

function standing(at: string, days: number): "late" | "today" | "later" {
  if (Date.parse(at) < Date.now()) return "late";
  return days === 0 ? "today" : "later";
}

export function Due({ at }: { at: unknown }) {
  const locale = useLocale();
  if (typeof at !== "string" || !at) return <span className={classes.due} data-standing="none">{t("No date")}</span>;
  const days = daysUntil(locale, at);
  return <time className={classes.due} dateTime={at} data-standing={standing(at, days)}>{words(locale, at, days)}</time>;
}
