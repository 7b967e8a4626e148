// "before → after" of a field that was changed.
import { IconArrowRight } from "@tabler/icons-react";
import type { UiField } from "../api/types";
import { Value } from "../fields/display";
import { isBlank } from "../fields/shapes";
import { plain } from "../fields/text";
import { t } from "../i18n";
import classes from "./Change.module.css";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LINKS = new Set(["reference", "master_detail", "user", "file", "image"]);

/** A link to a record can be shown as one only where its id came along. */
function isShowable(field: UiField | undefined, value: unknown): field is UiField {
  return field !== undefined && (!LINKS.has(field.type) || typeof value !== "string" || ID.test(value));
}

function Side({ field, value }: { field: UiField | undefined; value: unknown }) {
  return isShowable(field, value) ? <Value field={field} value={value} /> : <>{plain(value)}</>;
}

export function NewValue({ field, value }: { field: UiField | undefined; value: unknown }) {
  return <span className={classes.new}><Side field={field} value={value} /></span>;
}

export function OldAndNew({ field, old, now }: { field: UiField | undefined; old: unknown; now: unknown }) {
  return (
    <span className={classes.change}>
      {isBlank(old) ? <span className={classes.none}>{t("empty")}</span> : <del className={classes.old}><Side field={field} value={old} /></del>}
      <IconArrowRight size={12} className={classes.arrow} aria-label={t("became")} />
      {isBlank(now) ? <span className={classes.none}>{t("empty")}</span> : <ins className={classes.new}><Side field={field} value={now} /></ins>}
    </span>
  );
}
