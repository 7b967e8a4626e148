// Reads a value from a text, as it comes from a spreadsheet: by label, by name, in the numbers and dates of the language.
import { api } from "../api/client";
import type { PageOf, RecordData, UiCatalogue, UiField } from "../api/types";
import { t } from "../i18n";
import { targetOf } from "../lib/paths";
import { parseDay } from "./editors/dateWords";
import { parseDuration } from "./format/date";
import type { Locale } from "./format/locale";
import { parseDecimal, plainDigits } from "./format/number";
import { isoMoment } from "./format/zones";
import { typeName } from "./registry";
import type { MoneyDraft } from "./shapes";

export interface Reading {
  field: UiField;
  locale: Locale;
  /** The value that is there now: an amount without a currency keeps the one it had. */
  now: unknown;
  /** Ids by names, for references. */
  names: Map<string, string>;
}
export type Read = { value: unknown } | { problem: string };

type Reader = (text: string, reading: Reading) => Read;

const problem = (message: string): Read => ({ problem: message });
const given = (value: unknown, message: () => string): Read => (value === undefined ? problem(message()) : { value });

const WORDS: Record<string, boolean> = { yes: true, true: true, "1": true, x: true, tak: true, prawda: true, 是: true, no: false, false: false, "0": false, nie: false, fałsz: false, 否: false };
const lower = (text: string): string => text.trim().toLocaleLowerCase();

function optionOf({ options = [] }: UiField, text: string): string | undefined {
  const found = options.find(({ value, label }) => lower(label) === lower(text) || lower(value) === lower(text));
  return found?.retired ? undefined : found?.value;
}

const noNumber = (text: string) => () => t("“{text}” is no number", { text });
const noDay = (text: string) => () => t("“{text}” is no date", { text });
const noOption = (text: string) => () => t("“{text}” is none of the options", { text });

const decimal: Reader = (text, { locale }) => given(parseDecimal(locale, text.replace(/%$/, "")), noNumber(text));

const SIGNS: Record<string, string> = { "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", $: "USD", zł: "PLN" };

const money: Reader = (text, { locale, now }) => {
  const sign = /[A-Z]{3}|€|£|¥|￥|\$|zł/.exec(text)?.[0];
  const amount = parseDecimal(locale, text.replace(sign ?? "", "").replace("US", ""));
  const currency = sign ? (SIGNS[sign] ?? sign) : ((now as MoneyDraft | null)?.currency ?? locale.currency ?? null);
  return amount === undefined ? problem(noNumber(text)()) : { value: { amount, currency } };
};

const dayOf = (text: string, locale: Locale): string | undefined => (/^\d{4}-\d\d-\d\d/.test(text) ? text.slice(0, 10) : parseDay(plainDigits(text), locale));

const date: Reader = (text, { locale }) => given(dayOf(text, locale), noDay(text));

const moment: Reader = (text, { locale }) => {
  if (/T.*(Z|[+-]\d\d:\d\d)$/.test(text)) return { value: new Date(text).toISOString() };
  const clock = /(\d{1,2}):(\d\d)(?::\d\d)?\s*$/.exec(text);
  const day = dayOf(text.slice(0, clock?.index ?? text.length).replace(/[T,]\s*$/, "").trim(), locale);
  return day ? { value: isoMoment(`${day} ${(clock?.[1] ?? "00").padStart(2, "0")}:${clock?.[2] ?? "00"}`, locale.zone) } : problem(noDay(text)());
};

const time: Reader = (text) => given(/^\d{1,2}:\d\d(:\d\d)?$/.test(text) ? text.padStart(5, "0") : undefined, () => t("“{text}” is no time of day", { text }));

const choice: Reader = (text, { field }) => given(optionOf(field, text), noOption(text));

const parts = (text: string): string[] => text.split(/[,;，；]/).map((part) => part.trim()).filter(Boolean);

const choices: Reader = (text, { field }) => {
  const found = parts(text).map((part) => ({ part, value: optionOf(field, part) }));
  const wrong = found.find(({ value }) => value === undefined);
  return wrong ? problem(noOption(wrong.part)()) : { value: found.map(({ value }) => value) };
};

const reference: Reader = (text, { names }) => {
  const id = names.get(lower(text));
  return id ? { value: { id, name: text.trim() } } : problem(t("There is nothing, or more than one, called “{text}”", { text }));
};

const plain: Reader = (text) => ({ value: text });

const READERS: Record<string, Reader> = {
  text: plain, long_text: plain, email: plain, phone: plain, url: plain, rich_text: plain,
  integer: decimal, decimal, percent: decimal, money, duration: (text) => given(parseDuration(text), noNumber(text)),
  boolean: (text) => given(WORDS[lower(text)], () => t("“{text}” is neither yes nor no", { text })),
  date, datetime: moment, time, choice, multi_choice: choices, tags: (text) => ({ value: parts(text) }),
  reference, master_detail: reference, user: reference,
};

export function fromText(text: string, reading: Reading): Read {
  if (!text.trim()) return { value: null };
  const reader = READERS[typeName(reading.field)];
  return reader ? reader(text.trim(), reading) : problem(t("{field} can't be filled from a text", { field: reading.field.label }));
}

const MOST = 100; // names in one request

/** The records that are called so, by their names; a name that several bear is left out. */
export async function idsOfNames(catalogue: UiCatalogue, field: UiField, texts: string[]): Promise<Map<string, string>> {
  const target = catalogue.objects[targetOf(field) ?? ""];
  const wanted = [...new Set(texts.map((text) => text.trim()).filter(Boolean))].slice(0, MOST);
  if (!target || wanted.length === 0) return new Map();
  const quoted = wanted.map((text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(", ");
  const query = { filter: `${target.name_field} IN (${quoted})`, fields: target.name_field, limit: 1000 };
  const { data } = await api.get<PageOf<RecordData>>(`/records/${target.name}`, { query });
  const found = Map.groupBy(data, (row) => lower(String(row[target.name_field])));
  return new Map([...found].flatMap(([name, rows]) => (rows.length === 1 && rows[0] ? [[name, rows[0].id] as const] : [])));
}
