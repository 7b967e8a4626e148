// What would change: how many records, and the first of them with what is struck out and what is put in.
import { Link } from "react-router";
import type { UiObject } from "../api/types";
import { plain } from "../fields/text";
import { t } from "../i18n";
import { Empty, List } from "../setup/kit/page";
import classes from "./cleaning.module.css";
import type { Found } from "./data";

const LINES = ["street", "district", "city", "state", "postal_code", "country"];

/** Spaces that nobody would see are the point here, so they are shown. */
function textOf(value: unknown): string {
  if (value && typeof value === "object") return LINES.map((line) => (value as Record<string, unknown>)[line]).filter(Boolean).map(plain).join(", ");
  return plain(value).replace(/^\s|\s$|\s(?=\s)|(?<=\s)\s|\u3000/g, "␣");
}

export function Changes({ object, found }: { object: UiObject; found: Found }) {
  const { looked_at, would_change, by_field, first } = found;
  if (!would_change) return <Empty>{t("{count} records were looked at: all of it is in order.", { count: looked_at })}</Empty>;
  const fields = Object.entries(by_field).map(([name, count]) => `${object.fields[name]?.label ?? name}: ${count}`).join(" · ");
  return (
    <section aria-label={t("What would change")} className={classes.changes}>
      <p><b>{t("{count} records would change", { count: would_change })}</b> <span className={classes.dim}>{fields}</span></p>
      <List label={t("What would change")} heads={[object.label, t("Field"), t("Now"), t("Then")]}>
        {first.map((one) => (
          <tr key={`${one.id} ${one.field}`}>
            <td><Link to={`/o/${object.name}/${one.id}`}>{one.name || object.label}</Link></td>
            <td>{object.fields[one.field]?.label ?? one.field}</td>
            <td><del className={classes.old}>{textOf(one.old)}</del></td>
            <td><ins className={classes.new}>{textOf(one.new)}</ins></td>
          </tr>
        ))}
      </List>
      {would_change > first.length && <p className={classes.dim}>{t("These are the first of them.")}</p>}
    </section>
  );
}
