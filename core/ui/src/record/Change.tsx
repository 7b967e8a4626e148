// "before → after", as the server shows the values.
import { IconArrowRight } from "@tabler/icons-react";
import { t } from "../i18n";
import classes from "./Change.module.css";

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? t("Yes") : t("No");
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value === "object") return "name" in value ? String(value.name) : JSON.stringify(value);
  return String(value);
}

export function OldAndNew({ old, now }: { old: unknown; now: unknown }) {
  const before = shown(old);
  const after = shown(now);
  return (
    <span className={classes.change}>
      {before ? <del className={classes.old}>{before}</del> : <span className={classes.none}>{t("empty")}</span>}
      <IconArrowRight size={12} className={classes.arrow} aria-label={t("became")} />
      {after ? <ins className={classes.new}>{after}</ins> : <span className={classes.none}>{t("empty")}</span>}
    </span>
  );
}
