// The view that is shown: one of the saved ones, with the changes that the address carries.
import type { UiObject, UiView } from "../api/types";
import { ageField } from "../board/age";

export type ViewParts = Pick<UiView, "form" | "filter" | "columns" | "sort" | "group_by" | "sums" | "card">;

const TEXTS = ["form", "filter", "sort", "group_by"] as const;
const LISTS = ["columns", "sums", "card"] as const;
export const PARTS = [...TEXTS, ...LISTS];

const MOST_COLUMNS = 7;
const HARD_TO_READ = new Set(["long_text", "rich_text", "json", "secret", "address"]);

function usualColumns(object: UiObject): string[] {
  const own = Object.values(object.fields).filter((field) => !field.system && field.name !== object.name_field && !HARD_TO_READ.has(field.type));
  const owner = object.fields.owner_id ? ["owner_id"] : [];
  return [object.name_field, ...own.slice(0, MOST_COLUMNS).map((field) => field.name), ...owner];
}

/** For an object that nobody made a view for. */
export function plainView(object: UiObject): UiView {
  return { name: "", label: object.plural, form: "table", columns: usualColumns(object) };
}

export function baseView(object: UiObject, views: UiView[], name: string | null): UiView {
  const found = views.find((view) => view.name === name) ?? views.find((view) => view.default) ?? views[0];
  return found ? { ...found, columns: found.columns?.length ? found.columns : usualColumns(object) } : plainView(object);
}

/** What the address says differently from the saved view; an empty text takes away what the view has. */
export function readChanges(params: URLSearchParams): Partial<ViewParts> {
  const texts = TEXTS.filter((part) => params.has(part)).map((part) => [part, params.get(part) ?? ""]);
  const lists = LISTS.filter((part) => params.has(part)).map((part) => [part, (params.get(part) ?? "").split(",").filter(Boolean)]);
  return Object.fromEntries([...texts, ...lists]) as Partial<ViewParts>;
}

const written = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(",") : (value ?? ""));

/** The address for a view with changes; what equals the saved view is left out. */
export function writeChanges(params: URLSearchParams, base: UiView, changes: Partial<ViewParts>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const part of PARTS) {
    if (!(part in changes)) continue;
    if (written(changes[part]) === written(base[part])) next.delete(part);
    else next.set(part, written(changes[part]));
  }
  return next;
}

export function withoutChanges(params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  PARTS.forEach((part) => next.delete(part));
  return next;
}

/** The field whose options are the columns of a board. */
export function groupField(object: UiObject, view: UiView): string | undefined {
  const choices = Object.values(object.fields).filter((field) => field.type === "choice" && field.groupable);
  return [view.group_by, object.path, choices[0]?.name].find((name) => name && object.fields[name]?.options) ?? undefined;
}

/** What a card on a board needs of its record. */
export function cardNames(object: UiObject, view: UiView): string[] {
  const group = groupField(object, view);
  const age = group && object.fields[group] ? ageField(object, object.fields[group]) : undefined;
  return [object.name_field, ...(view.card ?? []), group, age].filter((name) => name !== undefined);
}

/** The document of a saved view. */
export function documentOf(view: UiView): UiView {
  const parts = PARTS.map((part) => [part, view[part]]).filter(([, value]) => value !== undefined && value !== "");
  return { name: view.name, label: view.label, ...Object.fromEntries(parts) } as UiView;
}
