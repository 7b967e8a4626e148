// Values that lead out of the page: mail, telephone, web.
import { Anchor } from "@mantine/core";
import type { MouseEvent } from "react";
import type { ValueProps } from "../types";

const stay = (event: MouseEvent) => event.stopPropagation();

export function EmailLink({ value }: ValueProps) {
  return <Anchor inherit href={`mailto:${String(value)}`} onClick={stay}>{String(value)}</Anchor>;
}

export function PhoneLink({ field, value, record }: ValueProps) {
  const dialled = record?.[`${field.name}_e164`] ?? String(value).replace(/[^\d+*#;,]/g, "");
  return <Anchor inherit className="dg-number" href={`tel:${String(dialled)}`} onClick={stay}>{String(value)}</Anchor>;
}

const withoutScheme = (address: string) => address.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");

export function UrlLink({ value }: ValueProps) {
  const address = String(value);
  if (!/^https?:\/\//i.test(address)) return <span>{address}</span>;
  return <Anchor inherit href={address} target="_blank" rel="noopener noreferrer" onClick={stay}>{withoutScheme(address)}</Anchor>;
}
