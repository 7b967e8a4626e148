// Edits addresses and points on the map.
import { Button, Fieldset, Group, Select, SimpleGrid, TextInput } from "@mantine/core";
import { IconCurrentLocation } from "@tabler/icons-react";
import { t } from "../../i18n";
import { countries } from "../format/country";
import { parseDecimal } from "../format/number";
import type { AddressValue, Point } from "../shapes";
import type { EditorProps } from "../types";
import { useLocale } from "../useLocale";
import { inputProps } from "./common";
import classes from "./editors.module.css";

type Part = keyof AddressValue;

const SMALL_FIRST: Part[] = ["street", "district", "postal_code", "city", "state", "country"];
const LARGE_FIRST: Part[] = ["country", "state", "city", "district", "street", "postal_code"];

function partLabel(part: Part): string {
  const labels: Record<Part, string> = {
    street: t("Street"), district: t("District"), city: t("City"), state: t("Province"), postal_code: t("Postal code"), country: t("Country"),
  };
  return labels[part];
}

export function AddressEditor(props: EditorProps) {
  const locale = useLocale();
  const value = (props.value ?? {}) as AddressValue;
  const { size, disabled, autoFocus } = inputProps(props);
  const change = (part: Part, text: string | null) => {
    const next = { ...value, [part]: text || null };
    props.onChange(Object.values(next).some(Boolean) ? next : null);
  };
  const order = locale.language === "zh" ? LARGE_FIRST : SMALL_FIRST;
  return (
    <Fieldset legend={props.label} aria-label={props.field.label} variant="unstyled" className={classes.fieldset}>
      <SimpleGrid cols={2} spacing={8} verticalSpacing={6}>
        {order.map((part, place) => part === "country" ? (
          <Select key={part} size={size} disabled={disabled} label={partLabel(part)} data={countries(locale)} value={value.country ?? null} searchable clearable limit={80} nothingFoundMessage={t("Nothing found")} onChange={(code) => change(part, code)} />
        ) : (
          <TextInput key={part} size={size} disabled={disabled} label={partLabel(part)} value={value[part] ?? ""} autoFocus={autoFocus && place === 0} autoComplete="off" onChange={(event) => change(part, event.currentTarget.value)} />
        ))}
      </SimpleGrid>
      {props.error && <p role="alert" className={classes.error}>{props.error}</p>}
    </Fieldset>
  );
}

function readPoint(typed: string): Point | string | null {
  const parts = typed.trim().split(/\s*[,;\s]\s*/);
  const [lat, lng] = parts.map((part) => parseDecimal({ language: "en", zone: "UTC" }, part));
  if (!typed.trim()) return null;
  return parts.length === 2 && lat !== undefined && lng !== undefined ? { lat, lng } : typed;
}

const written = (value: unknown): string =>
  typeof value === "object" && value !== null && "lat" in value ? `${(value as Point).lat}, ${(value as Point).lng}` : String(value ?? "");

export function GeoEditor(props: EditorProps) {
  const locate = () => navigator.geolocation.getCurrentPosition(({ coords }) =>
    props.onChange({ lat: coords.latitude.toFixed(6), lng: coords.longitude.toFixed(6) }));
  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <TextInput {...inputProps(props)} key={typeof props.value} className={classes.grow} defaultValue={written(props.value)} placeholder="52.2297, 21.0122" onChange={(event) => props.onChange(readPoint(event.currentTarget.value))} />
      {"geolocation" in navigator && (
        <Button variant="default" size={props.label ? "sm" : "xs"} px={8} onClick={locate} aria-label={t("Use my position")} disabled={props.disabled}>
          <IconCurrentLocation size={15} aria-hidden />
        </Button>
      )}
    </Group>
  );
}
