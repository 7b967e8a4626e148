// The differences between two versions, one line each.
import { t } from "../i18n";
import type { Difference } from "./diff";
import classes from "./designer.module.css";

export function DiffList({ found }: { found: Difference[] }) {
  if (!found.length) return <p className={classes.hint}>{t("There is no difference.")}</p>;
  const words = { added: t("New"), removed: t("Taken away"), changed: t("Changed"), moved: t("Moved") };
  return (
    <ul className={classes.diff}>
      {found.map((one, place) => (
        <li key={`${one.title}${place}`} data-how={one.how}>
          <strong>{words[one.how]}</strong>: {one.title}
          {one.facts.length > 0 && (
            <ul className={classes.facts}>
              {one.facts.map((fact) => <li key={fact.label}>{fact.label}: {fact.was !== undefined && <span className={classes.was}>{fact.was}</span>} {fact.is !== undefined && <span className={classes.is}>{fact.is}</span>}</li>)}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
