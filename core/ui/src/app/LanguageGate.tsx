// Waits for `me`, then for the texts of the user's language; a change of language draws everything anew.
import { useSuspenseQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import { Fragment, type ReactNode } from "react";
import { useMe } from "../api/client";
import type { Language } from "../api/types";
import { loadLanguage } from "../i18n";

const calendars: Record<Language, () => Promise<unknown>> = {
  en: () => import("dayjs/locale/en-gb"),
  zh: () => import("dayjs/locale/zh-cn"),
  pl: () => import("dayjs/locale/pl"),
};
const calendarNames: Record<Language, string> = { en: "en-gb", zh: "zh-cn", pl: "pl" };

async function load(language: Language): Promise<Language> {
  await Promise.all([loadLanguage(language), calendars[language]()]);
  dayjs.locale(calendarNames[language]);
  return language;
}

export function LanguageGate({ children }: { children: ReactNode }) {
  const { language } = useMe().user;
  const loaded = useSuspenseQuery({ queryKey: ["texts", language], queryFn: () => load(language), staleTime: 0, gcTime: 0 });
  return <Fragment key={loaded.data}>{children}</Fragment>;
}
