// How long a record has stood in its column: "stage_changed_at" says so for "stage".
import type { UiField, UiObject } from "../api/types";

const DAY = 86_400_000;

export function ageField(object: UiObject, { name }: UiField): string | undefined {
  return [`${name}_changed_at`, `${name}_since`].find((one) => object.fields[one]);
}

export function ageInDays(moment: unknown): number | null {
  if (typeof moment !== "string" || !moment) return null;
  return Math.max(0, Math.floor((Date.now() - new Date(moment).getTime()) / DAY));
}
