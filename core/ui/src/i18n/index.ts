// Texts in the user's language, keyed by the English text itself.
import type { Language } from "../api/types";

type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;
type Texts = Record<string, string | Plural>;
export type Params = Record<string, string | number>;

export const LANGUAGES: { value: Language; label: string }[] = [
  { value: "en", label: "English" },
  { value: "zh", label: "简体中文" },
  { value: "pl", label: "Polski" },
];

const files = import.meta.glob<Texts>(["./en*.json", "./zh*.json", "./pl*.json"], { import: "default" });
const state: { language: Language; texts: Texts; plurals: Intl.PluralRules } = {
  language: "en",
  texts: {},
  plurals: new Intl.PluralRules("en"),
};

/** Loads every catalogue of a language: xx.json and xx.<part>.json side by side. */
export async function loadLanguage(language: Language): Promise<void> {
  const wanted = Object.entries(files).filter(([name]) => name.startsWith(`./${language}.`));
  const parts = await Promise.all(wanted.map(([, load]) => load()));
  state.texts = Object.assign({}, ...parts) as Texts;
  state.language = language;
  state.plurals = new Intl.PluralRules(language);
  document.documentElement.lang = locale();
}

export const language = (): Language => state.language;

/** The tag for Intl and for `lang`. */
export const locale = (): string => ({ en: "en-GB", zh: "zh-CN", pl: "pl-PL" })[state.language];

function pick(text: string | Plural, count: number): string {
  if (typeof text === "string") return text;
  return text[state.plurals.select(count)] ?? text.other ?? "";
}

const show = (value: string | number): string =>
  typeof value === "number" ? new Intl.NumberFormat(locale()).format(value) : value;

/** `{name}` in the text is replaced by the parameter; a text with plural forms is chosen by `count`. */
export function t(text: string, params: Params = {}): string {
  const found = pick(state.texts[text] ?? text, Number(params.count ?? 0));
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : show(value);
  });
}
