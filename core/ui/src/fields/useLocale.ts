// The language and time zone of whoever looks at the page.
import { useMemo } from "react";
import { useMe } from "../api/client";
import type { Locale } from "./format/locale";

export function useLocale(): Locale {
  const { language, time_zone: zone } = useMe().user;
  return useMemo(() => ({ language, zone: zone || "UTC" }), [language, zone]);
}
