// The menu of the setup.
import { NavLink } from "react-router";
import { t } from "../i18n";
import { PLACES, type Group, type Place } from "./places";
import classes from "./SetupPages.module.css";

function groupLabel(group: Group): string {
  const labels: Record<Group, string> = { data: t("Data model"), people: t("People and rights"), system: t("Configuration"), work: t("Work"), me: t("My account") };
  return labels[group];
}

function Links({ group, places }: { group: Group; places: Place[] }) {
  if (!places.length) return null;
  return (
    <section className={classes.group} aria-label={groupLabel(group)}>
      <h2 className={classes.groupLabel}>{groupLabel(group)}</h2>
      {places.map((place) => (
        <NavLink key={place.path} to={`/setup/${place.path}`} className={classes.link}>
          <place.icon size={16} stroke={1.7} aria-hidden />
          {place.label?.()}
        </NavLink>
      ))}
    </section>
  );
}

export function SetupNav({ administers }: { administers: boolean }) {
  const shown = PLACES.filter((place) => place.label && (administers || !place.administers));
  const groups: Group[] = ["data", "people", "system", "work", "me"];
  return (
    <nav className={classes.nav} aria-label={t("Setup")}>
      {groups.map((group) => <Links key={group} group={group} places={shown.filter((place) => place.group === group)} />)}
    </nav>
  );
}
