// Values that need a sign more than words: yes and no, JSON, what can't be read back.
import { IconCheck, IconLock, IconMinus } from "@tabler/icons-react";
import { t } from "../../i18n";
import classes from "../fields.module.css";
import type { ValueProps } from "../types";

export function BooleanValue({ value }: ValueProps) {
  const word = value ? t("Yes") : t("No");
  const Sign = value ? IconCheck : IconMinus;
  return (
    <span className={value ? classes.yes : classes.no} role="img" aria-label={word} title={word}>
      <Sign size={14} stroke={2.4} aria-hidden />
    </span>
  );
}

export function JsonValue({ value, full }: ValueProps) {
  return full ? <pre className={classes.json}>{JSON.stringify(value, null, 2)}</pre> : <code className={classes.code}>{JSON.stringify(value)}</code>;
}

export function SecretValue() {
  return (
    <span className={classes.no}>
      <IconLock size={13} aria-hidden /> <span aria-label={t("Hidden")}>••••••</span>
    </span>
  );
}
