// What is there already: records like the one that is being made, and the way to make it all the same.
import { Button } from "@mantine/core";
import type { Match } from "../api/types";
import { t } from "../i18n";
import { recordPath } from "../shell/places";
import classes from "./form.module.css";

const keyOf = (match: Match, place: number): string => (match.visible ? match.id : `hidden ${place}`);

function Line({ match }: { match: Match }) {
  if (!match.visible) return <li>{t("A record of {owner} that you can't see", { owner: match.owner ?? "–" })}</li>;
  return (
    <li>
      <a href={recordPath(match.object, match.id)} target="_blank" rel="noreferrer">{match.name}</a>
      <span className={classes.likeWhy}>{[match.label, match.owner].filter(Boolean).join(" · ")}</span>
    </li>
  );
}

export function MatchLines({ matches }: { matches: Match[] }) {
  return <ul>{matches.map((match, place) => <Line key={keyOf(match, place)} match={match} />)}</ul>;
}

export function Duplicates({ matches, saveAnyway }: { matches: Match[]; saveAnyway?: () => void }) {
  return (
    <section className={classes.like} aria-label={t("Records like this one")}>
      <MatchLines matches={matches} />
      {saveAnyway && <Button variant="light" color="orange" size="compact-sm" onClick={saveAnyway}>{t("Save anyway")}</Button>}
    </section>
  );
}
