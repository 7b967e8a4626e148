// A record in little room: its name and the fields of the card that have a value.
import type { RecordData, UiField, UiObject } from "../api/types";
import { useText, Value } from "../fields/display";
import { isBlank } from "../fields/shapes";
import { t } from "../i18n";
import { valueAt, type Path } from "../lib/paths";
import type { Listing } from "./data";
import classes from "./Face.module.css";

const LEADS_AWAY = new Set(["reference", "master_detail", "any_reference", "email", "phone", "url", "file"]);

/** A card is one button: what would be a link elsewhere is plain text on it. */
export function PlainValue({ path: { field, isDirect }, value, record, object }: { path: Path; value: unknown; record: RecordData; object: UiObject }) {
  const text = useText();
  const known = isDirect ? record : undefined;
  if (!LEADS_AWAY.has(field.type)) return <Value field={field} value={value} record={known} object={object} />;
  return <span className="dg-ellipsis">{text(field, value, known)}</span>;
}

interface FaceProps {
  object: UiObject;
  listing: Listing;
  record: RecordData;
  without?: (UiField["name"] | undefined)[];
}

export function Face({ object, listing, record, without = [] }: FaceProps) {
  const paths = listing.paths.filter((path) => path.path !== object.name_field && !without.includes(path.path));
  const shown = paths.map((path) => ({ path, value: valueAt(record, path) })).filter(({ value }) => !isBlank(value));
  return (
    <>
      <span className={classes.name}>{String(record[object.name_field] ?? t("Without a name"))}</span>
      {shown.map(({ path, value }) => (
        <span key={path.path} className={classes.value} title={path.label}>
          <PlainValue path={path} value={value} record={record} object={object} />
        </span>
      ))}
    </>
  );
}
