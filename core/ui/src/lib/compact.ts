// Sums in little room: "€27.9M".
import { useMe } from "../api/client";
import type { UiField } from "../api/types";
import { useText } from "../fields/display";
import { locale } from "../i18n";

const LARGE = 10_000;

/** A sum of a field as text, short where it is large; money is in the currency of the tenant. */
export function useSumText(): (field: UiField, value: unknown) => { short: string; full: string } {
  const text = useText();
  const { currency } = useMe().tenant;
  return (field, value) => {
    const isMoney = (field.returns ?? field.type) === "money";
    const full = text(field, isMoney ? { amount: value, currency } : value);
    const number = Number(value);
    if (!Number.isFinite(number) || Math.abs(number) < LARGE) return { short: full, full };
    const style = isMoney ? ({ style: "currency", currency } as const) : {};
    return { short: new Intl.NumberFormat(locale(), { ...style, notation: "compact", maximumFractionDigits: 1 }).format(number), full };
  };
}
