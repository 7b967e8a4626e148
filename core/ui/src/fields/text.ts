// Values as plain text: for lists, titles, tooltips, and whatever reads the page aloud.
import { t } from "../i18n";
import type { UiField } from "../api/types";
import { countryName } from "./format/country";
import { formatNumber } from "./format/number";
import type { Locale } from "./format/locale";
import type { TextContext } from "./types";
import { isNamed, type AddressValue, type Point } from "./shapes";

export function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

export function json(value: unknown): string {
  return JSON.stringify(value);
}

export function withoutTags(value: unknown): string {
  const page = new DOMParser().parseFromString(plain(value).replace(/<(br|\/p|\/li|\/h\d|\/div)[^>]*>/gi, "$& "), "text/html");
  return (page.body.textContent ?? "").replace(/\s+/g, " ").trim();
}

export function yesNo(value: unknown): string {
  return value ? t("Yes") : t("No");
}

export function name(value: unknown): string {
  return isNamed(value) ? (value.name ?? value.id) : plain(value);
}

export function names(value: unknown): string {
  return Array.isArray(value) ? value.map(name).join(", ") : name(value);
}

export function list(value: unknown): string {
  return Array.isArray(value) ? value.map(plain).join(", ") : plain(value);
}

export function option(value: unknown, { field }: TextContext): string {
  return field.options?.find((one) => one.value === value)?.label ?? plain(value);
}

export function options(value: unknown, context: TextContext): string {
  return Array.isArray(value) ? value.map((one) => option(one, context)).join(", ") : option(value, context);
}

export function amountOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "amount" in value ? value.amount : value;
}

const isComputed = ({ type }: UiField): boolean => type === "formula" || type === "rollup";

/** Computed amounts are in the company's own currency; others say theirs. */
export function currencyOf(value: unknown, { field, record, locale }: TextContext): string | undefined {
  if (isComputed(field)) return locale.currency;
  const own = typeof value === "object" && value !== null && "currency" in value ? value.currency : undefined;
  const found = own ?? record?.[`${field.name}_currency`];
  return typeof found === "string" ? found : undefined;
}

/** The lines of an address, in the order of its country: China and Japan go from large to small. */
export function addressLines(value: unknown, locale: Locale): string[] {
  const { street, district, city, state, postal_code, country } = (value ?? {}) as AddressValue;
  const land = country ? countryName(locale, country) : "";
  const join = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(" ");
  if (country === "CN" || country === "TW" || country === "JP") {
    const place = [...new Set([state, city, district, street].filter(Boolean))];
    const latin = place.some((part) => /[a-z]/i.test(part ?? ""));
    return [place.join(latin ? ", " : ""), join(postal_code, land)].filter(Boolean);
  }
  return [street, district, join(postal_code, city), state, land].filter((line): line is string => Boolean(line));
}

export function address(value: unknown, { locale }: TextContext): string {
  return typeof value === "object" ? addressLines(value, locale).join(", ") : plain(value);
}

export function point(value: unknown, { locale }: TextContext): string {
  if (typeof value !== "object" || value === null || !("lat" in value)) return plain(value);
  const { lat, lng } = value as Point;
  return [lat, lng].map((degrees) => formatNumber(locale, String(degrees), { maximumFractionDigits: 5 })).join(", ");
}
