// The language, the time zone and the currency that values are shown in, with one formatter kept per shape.
import type { Language } from "../../api/types";

export interface Locale {
  language: Language;
  zone: string;
  /** The company's own, in which amounts stand that are computed. */
  currency?: string;
}

const TAGS: Record<Language, string> = { en: "en-GB", zh: "zh-CN", pl: "pl-PL" };

export function tag(locale: Locale): string {
  return TAGS[locale.language] ?? locale.language;
}

const kept = new Map<string, unknown>();

/** Intl formatters are slow to make, and a list shows thousands of values: each shape is made once. */
export function once<T>(key: string, make: () => T): T {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T;
}
