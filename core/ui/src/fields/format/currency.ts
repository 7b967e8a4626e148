// Currencies by their three letters; the ones that trade uses most come first.
import { once, tag, type Locale } from "./locale";

const COMMON = ["CNY", "EUR", "PLN", "USD", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD", "CHF", "CZK", "SEK", "NOK", "DKK", "CAD", "AUD", "INR"];

export function currencyName(locale: Locale, code: string): string {
  return once(`currency${tag(locale)}`, () => new Intl.DisplayNames(tag(locale), { type: "currency" })).of(code) ?? code;
}

export function currencies(first: string): string[] {
  return once(`currencies${first}`, () => [...new Set([first, ...COMMON, ...Intl.supportedValuesOf("currency")])]);
}
