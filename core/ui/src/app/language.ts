// The texts and the calendar of a language, loaded together.
import dayjs from "dayjs";
import type { Language } from "../api/types";
import { loadLanguage } from "../i18n";

const calendars: Record<Language, () => Promise<unknown>> = {
  en: () => import("dayjs/locale/en-gb"),
  zh: () => import("dayjs/locale/zh-cn"),
  pl: () => import("dayjs/locale/pl"),
};
const calendarNames: Record<Language, string> = { en: "en-gb", zh: "zh-cn", pl: "pl" };

const spoken: { language: Language | null } = { language: null };

/** The language that pages speak now, if it is this one. */
export const isSpoken = (language: Language): boolean => spoken.language === language;

export async function speak(language: Language): Promise<Language> {
  await Promise.all([loadLanguage(language), calendars[language]()]);
  dayjs.locale(calendarNames[language]);
  spoken.language = language;
  return language;
}
