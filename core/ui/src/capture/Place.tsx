// Where the device is: how far that is from where it should be, and what follows when it is too far or isn't known.
import { Alert, Button, Loader } from "@mantine/core";
import { IconCurrentLocation, IconMapPinCheck, IconMapPinOff, IconMapPinQuestion } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "../i18n";
import { formatMetres, metresBetween } from "../lib/distance";
import classes from "./capture.module.css";
import type { Here, Search } from "./useHere";

export interface Near {
  lat: string;
  lng: string;
  within: number;
  strict: boolean;
}

interface PlaceProps {
  search: Search;
  look: () => void;
  near?: Near;
  required: boolean;
  error?: string;
}

interface Said {
  color: string;
  icon: typeof IconMapPinCheck;
  title: string;
  text: string;
}

function saidOfFound(here: Here, near: Near | undefined): Said {
  const accuracy = t("Exact to {accuracy}.", { accuracy: formatMetres(here.accuracy) });
  if (!near) return { color: "blue", icon: IconMapPinCheck, title: t("Your place was found"), text: `${t("There is no place to compare it with.")} ${accuracy}` };
  const metres = metresBetween(here, near);
  const [distance, within] = [formatMetres(metres), formatMetres(near.within)];
  if (metres <= near.within) return { color: "teal", icon: IconMapPinCheck, title: t("You are there: {distance} away", { distance }), text: `${t("Up to {within} counts as being there.", { within })} ${accuracy}` };
  const follows = near.strict ? t("It can’t be saved from here: go nearer and look again.") : t("You can go on; it will be marked as elsewhere.");
  return { color: near.strict ? "red" : "orange", icon: IconMapPinQuestion, title: t("You are {distance} away", { distance }), text: `${t("Up to {within} counts as being there.", { within })} ${accuracy} ${follows}` };
}

function saidOfNone(state: "refused" | "unknown" | "unable", required: boolean, compared: boolean): Said {
  const why = {
    refused: t("This page may not see where you are. Allow it in the settings of the browser for this site, beside the address, and look again."),
    unknown: t("The device couldn’t find out where it is. Go outside or to a window, and look again."),
    unable: t("This device or this connection tells no places."),
  };
  const onward = compared ? t("You can go on without a place; it will be marked as elsewhere.") : t("You can go on without a place.");
  return { color: required ? "red" : "orange", icon: IconMapPinOff, title: t("Your place isn’t known"), text: `${why[state]} ${required ? t("Without a place it can’t be saved.") : onward}` };
}

function Card({ said, children }: { said: Said; children: ReactNode }) {
  const Shown = said.icon;
  return (
    <Alert color={said.color} variant="light" icon={<Shown aria-hidden />} title={said.title} role="status">
      <p className={classes.words}>{said.text}</p>
      {children}
    </Alert>
  );
}

export function Place({ search, look, near, required, error }: PlaceProps) {
  if (search.state === "looking") {
    return <div className={classes.looking} role="status"><Loader size={18} />{t("Finding out where you are…")}</div>;
  }
  const said = search.state === "found" ? saidOfFound(search.here, near) : saidOfNone(search.state, required, near !== undefined);
  return (
    <Card said={said}>
      {error && <p className={classes.error} role="alert">{error}</p>}
      <Button variant="white" size="compact-sm" leftSection={<IconCurrentLocation size={15} aria-hidden />} onClick={look}>{t("Look again")}</Button>
    </Card>
  );
}
