// The records that changed last.
import { Link } from "react-router";
import { solid } from "../fields/colors";
import { formatWhen } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { Icon } from "../icons/Icon";
import { recordPath } from "../shell/places";
import classes from "./Home.module.css";
import { Section, SectionSkeleton } from "./Section";
import type { Changed, ChangedRecord } from "./useChanged";

function Line({ object, record }: ChangedRecord) {
  const locale = useLocale();
  const name = String(record[object.name_field] ?? t("Without a name"));
  return (
    <li className={classes.line}>
      <Icon name={object.icon} size={15} style={{ color: solid(object.color), flex: "none" }} />
      <Link className={`${classes.subject} dg-ellipsis`} to={recordPath(object.name, record.id)}>
        {name}
      </Link>
      <span className={classes.kind}>{object.label}</span>
      <time className={classes.when} dateTime={String(record.updated_at)}>
        {formatWhen(locale, String(record.updated_at))}
      </time>
    </li>
  );
}

export function ChangedLast({ records, isLoading }: Changed) {
  if (!isLoading && records.length === 0) return null;
  return (
    <Section title={t("Changed last")}>
      {isLoading ? (
        <SectionSkeleton />
      ) : (
        <ul>
          {records.map((one) => (
            <Line key={`${one.object.name}:${one.record.id}`} {...one} />
          ))}
        </ul>
      )}
    </Section>
  );
}
