// Addresses and points on the map.
import { Anchor } from "@mantine/core";
import classes from "../fields.module.css";
import type { Point } from "../shapes";
import { addressLines, point } from "../text";
import type { ValueProps } from "../types";
import { useLocale } from "../useLocale";

export function AddressValueView({ value, full }: ValueProps) {
  const lines = addressLines(value, useLocale());
  return full ? <span className={classes.prose}>{lines.join("\n")}</span> : <span>{lines.join(", ")}</span>;
}

const MAP = "https://www.openstreetmap.org/";

export function GeoValue({ field, value }: ValueProps) {
  const locale = useLocale();
  const { lat, lng } = value as Point;
  return (
    <Anchor inherit className="dg-number" href={`${MAP}?mlat=${lat}&mlon=${lng}#map=15/${lat}/${lng}`} target="_blank" rel="noopener noreferrer" onClick={(event) => event.stopPropagation()}>
      {point(value, { field, locale })}
    </Anchor>
  );
}
