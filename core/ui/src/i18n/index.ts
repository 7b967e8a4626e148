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

/** Texts that the first page does without come with the pages that say them: xx.<part>.json, for the parts named here. */
const LATER = ["setup", "list", "duplicates", "imports", "capture", "cleaning", "waiting", "panels", "processes", "designer"];
const asked = new Set<string>();

const partOf = (file: string): string => file.split(".").at(-2) ?? "";
const isOf = (file: string, language: Language): boolean => file.startsWith(`./${language}.`);
const isWanted = (file: string): boolean => !LATER.includes(partOf(file)) || asked.has(partOf(file));

async function read(names: string[]): Promise<Texts> {
  const parts = await Promise.all(names.map((name) => files[name]?.()));
  return Object.assign({}, ...parts) as Texts;
}

/** Loads the catalogues of a language: xx.json and xx.<part>.json side by side. */
export async function loadLanguage(language: Language): Promise<void> {
  state.texts = await read(Object.keys(files).filter((file) => isOf(file, language) && isWanted(file)));
  state.language = language;
  state.plurals = new Intl.PluralRules(language);
  document.documentElement.lang = locale();
}

/** Before anybody is known: the language of the browser. */
export async function loadLikely(): Promise<void> {
  const liked = LANGUAGES.find(({ value }) => navigator.language.startsWith(value));
  await loadLanguage(liked?.value ?? "en");
}

/** Has the texts of a part come with those of the language, before it is known which that is. */
export function wantPart(part: string): void {
  asked.add(part);
}

/** Loads the texts of a part, before its first page is drawn. */
export async function loadPart(part: string): Promise<void> {
  wantPart(part);
  const more = await read(Object.keys(files).filter((file) => isOf(file, state.language) && partOf(file) === part));
  state.texts = { ...state.texts, ...more };
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
