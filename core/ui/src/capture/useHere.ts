// Asks the device where it is, once the form opens and whenever somebody tries again.
import { useCallback, useEffect, useState } from "react";

export interface Here {
  lat: string;
  lng: string;
  /** In metres, as the device says. */
  accuracy: number;
}
export type Search = { state: "looking" | "refused" | "unknown" | "unable" } | { state: "found"; here: Here };

const PATIENCE = 20_000;
const DIGITS = 6; // a tenth of a metre

function hereOf({ latitude, longitude, accuracy }: GeolocationCoordinates): Here {
  return { lat: latitude.toFixed(DIGITS), lng: longitude.toFixed(DIGITS), accuracy: Math.round(accuracy) };
}

/** `wanted` says whether the form has a place at all. */
export function useHere(wanted: boolean): { search: Search; look: () => void } {
  const [search, setSearch] = useState<Search>({ state: "looking" });
  const look = useCallback(() => {
    if (!("geolocation" in navigator) || !window.isSecureContext) return setSearch({ state: "unable" });
    setSearch({ state: "looking" });
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setSearch({ state: "found", here: hereOf(coords) }),
      ({ code, PERMISSION_DENIED }) => setSearch({ state: code === PERMISSION_DENIED ? "refused" : "unknown" }),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 },
    );
  }, []);
  useEffect(() => {
    if (wanted) look();
  }, [wanted, look]);
  return { search, look };
}
