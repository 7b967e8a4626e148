// Numbers, amounts and percentages in words of a language; decimals stay strings, exact to the last digit.
import { once, tag, type Locale } from "./locale";

type Options = Intl.NumberFormatOptions;

function shaper(locale: Locale, options: Options): Intl.NumberFormat {
  return once(`n${tag(locale)}${JSON.stringify(options)}`, () => new Intl.NumberFormat(tag(locale), options));
}

/** Intl takes a decimal string and keeps all its digits; its type only knows literals. */
function shown(value: string, shape: Intl.NumberFormat): string {
  return shape.format(value as Intl.StringNumericLiteral);
}

export function isDecimal(value: unknown): value is string {
  return typeof value === "string" && /^[+-]?\d+(\.\d+)?$/.test(value);
}

/** A value as a decimal string, or undefined when it isn't a number. */
export function decimalText(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return isDecimal(value) ? value : undefined;
}

export function formatNumber(locale: Locale, value: unknown, options: Options = {}): string {
  const text = decimalText(value);
  return text === undefined ? String(value ?? "") : shown(text, shaper(locale, { maximumFractionDigits: 10, ...options }));
}

/** Years and the like stay unbroken: 1959, but 12,345. */
export function formatDecimal(locale: Locale, value: unknown, scale?: number): string {
  if (scale === undefined) return formatNumber(locale, value, { useGrouping: "min2" });
  return formatNumber(locale, value, { useGrouping: "min2", maximumFractionDigits: scale, minimumFractionDigits: Math.min(scale, 2), trailingZeroDisplay: "stripIfInteger" });
}

export function formatPercent(locale: Locale, value: unknown): string {
  return formatNumber(locale, value, { style: "unit", unit: "percent" });
}

export function formatMoney(locale: Locale, amount: unknown, currency?: string): string {
  const options: Options = currency
    ? { style: "currency", currency, maximumFractionDigits: 4, minimumFractionDigits: 2, trailingZeroDisplay: "stripIfInteger" }
    : {};
  try {
    return formatNumber(locale, amount, options);
  } catch {
    return `${formatNumber(locale, amount)} ${currency}`; // not a code that Intl knows
  }
}

export function formatBytes(locale: Locale, bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const unit = units[step] ?? "byte";
  return formatNumber(locale, bytes / 1000 ** step, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 });
}

/** The decimal and grouping signs that people type in this language. */
function signs(locale: Locale): { decimal: string; groups: RegExp } {
  return once(`signs${tag(locale)}`, () => {
    const parts = shaper(locale, {}).formatToParts(1234567.5);
    const find = (type: string) => parts.find((part) => part.type === type)?.value;
    const group = find("group") ?? ",";
    return { decimal: find("decimal") ?? ".", groups: new RegExp(`[\\s\\u00a0\\u202f'${group}]`, "g") };
  });
}

const FULL_WIDTH = /[０-９．，－＋]/g;

/** Chinese keyboards write full-width digits: to the plain ones. */
export function plainDigits(text: string): string {
  return text.replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}

/** What a person typed as the exact decimal string it means; undefined when it is no number. */
export function parseDecimal(locale: Locale, typed: string): string | undefined {
  const { decimal, groups } = signs(locale);
  const text = plainDigits(typed).trim().replace(groups, "").replace(decimal, ".").replace("−", "-");
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || (!match[2] && !match[3])) return undefined;
  const [, sign, whole, fraction] = match;
  return `${sign === "-" ? "-" : ""}${(whole || "0").replace(/^0+(?=\d)/, "")}${fraction ? `.${fraction}` : ""}`;
}

/** A decimal as a person would type it: no grouping, the sign of the language. */
export function typedDecimal(locale: Locale, value: unknown): string {
  const text = decimalText(value);
  return text === undefined ? "" : text.replace(".", signs(locale).decimal);
}
