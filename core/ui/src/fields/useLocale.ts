// The language and time zone of whoever looks at the page, and the currency of the company.
import { useMemo } from "react";
import { useMe } from "../api/client";
import type { Locale } from "./format/locale";

export function useLocale(): Locale {
  const { user, tenant } = useMe();
  const { language, time_zone: zone } = user;
  const { currency } = tenant;
  return useMemo(() => ({ language, zone: zone || "UTC", currency }), [language, zone, currency]);
}
