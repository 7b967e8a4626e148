// A value of a field as text, in the user's language and time zone.
import { useCallback } from "react";
import type { RecordData, UiField } from "../api/types";
import { fieldType } from "./registry";
import { useLocale } from "./useLocale";
import { isBlank } from "./shapes";

export function useText(): (field: UiField, value: unknown, record?: RecordData) => string {
  const locale = useLocale();
  return useCallback(
    (field, value, record) => (isBlank(value) ? "" : fieldType(field).text(value, { field, record, locale })),
    [locale],
  );
}
