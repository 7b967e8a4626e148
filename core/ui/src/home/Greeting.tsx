// Says hello, and which day it is.
import { useMe } from "../api/client";
import { wallTime } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { locale, t } from "../i18n";
import classes from "./Home.module.css";

function helloAt(hour: number, name: string): string {
  if (hour >= 5 && hour < 12) return t("Good morning, {name}", { name });
  return hour >= 12 && hour < 18 ? t("Good afternoon, {name}", { name }) : t("Good evening, {name}", { name });
}

/** Chinese names are said whole, others by their first word. */
const spoken = (name: string): string => (/^[\u4e00-\u9fff]/.test(name) ? name : (name.split(/\s+/)[0] ?? name));

export function Greeting() {
  const { zone } = useLocale();
  const { name } = useMe().user;
  const now = new Date();
  const hour = Number(wallTime(now, zone).slice(11, 13));
  const day = new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long", timeZone: zone }).format(now);
  return (
    <header className={classes.greeting}>
      <h1>{helloAt(hour, spoken(name))}</h1>
      <p>{day}</p>
    </header>
  );
}
