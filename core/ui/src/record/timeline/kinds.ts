// Kinds of activities as the catalogue has them, and which fields matter when one is logged or planned.
import { useMemo } from "react";
import { useObject } from "../../api/client";
import type { UiField, UiObject, UiOption } from "../../api/types";

export const ACTIVITY = "activity";

/** Logged: it has happened. Planned: it is still to be done. */
interface KindFields {
  logged: string[];
  planned: string[];
  /** What people mostly do with it from here. */
  usually: "logged" | "planned";
  /** The key that opens its form on a record. */
  key?: string;
}

const FIELDS: Record<string, KindFields> = {
  task: { logged: ["outcome"], planned: ["due_at", "owner_id", "priority"], usually: "planned", key: "t" },
  call: { logged: ["direction", "outcome", "duration"], planned: ["due_at", "owner_id"], usually: "logged", key: "l" },
  meeting: { logged: ["start_at", "end_at", "place", "outcome"], planned: ["start_at", "end_at", "place", "participants"], usually: "logged", key: "b" },
  email: { logged: ["direction"], planned: ["due_at", "owner_id"], usually: "logged" },
  note: { logged: [], planned: [], usually: "logged", key: "n" },
};
const OTHER: KindFields = { logged: [], planned: ["due_at", "owner_id"], usually: "logged" };

export function kindFields(kind: string): KindFields {
  return FIELDS[kind] ?? OTHER;
}

export function fieldsFor(activity: UiObject, kind: string, done: boolean): UiField[] {
  const names = done ? kindFields(kind).logged : kindFields(kind).planned;
  return names.map((name) => activity.fields[name]).filter((field): field is UiField => field !== undefined && field.editable);
}

const ICONS: Record<string, string> = { task: "checkbox", call: "phone", meeting: "calendar-event", email: "mail", note: "note" };

export function kindIcon(option: UiOption | undefined): string {
  const named = option?.data?.icon;
  return typeof named === "string" ? named : (ICONS[option?.value ?? ""] ?? "activity");
}

export function useActivity(): { activity: UiObject | undefined; kinds: UiOption[] } {
  const activity = useObject(ACTIVITY);
  const kinds = useMemo(() => activity?.fields.kind?.options ?? [], [activity]);
  return { activity, kinds };
}

export function kindOf(kinds: UiOption[], value: unknown): UiOption | undefined {
  return kinds.find((kind) => kind.value === value);
}
