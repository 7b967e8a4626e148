// The view that is shown: one of the saved ones, with the changes that the address carries.
import type { UiObject, UiView } from "../api/types";
import { ageField } from "../board/age";
import { PARTS, readPart, writePart, type ViewParts } from "./parts";

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

/** The view that lists open with: the user's choice, that of the role, that of everybody, the first. */
export function openingView(views: UiView[], mark: UiView | undefined, role: string | null): UiView | undefined {
  return (
    views.find((view) => view.name === mark?.opens) ??
    views.find((view) => role && view.default_for?.includes(role)) ??
    views.find((view) => view.default) ??
    views[0]
  );
}

export function baseView(object: UiObject, found: UiView | undefined): UiView {
  return found ? { ...found, columns: found.columns?.length ? found.columns : usualColumns(object) } : plainView(object);
}

/** What the address says differently from the saved view; an empty text takes away what the view has. */
export function readChanges(params: URLSearchParams): Partial<ViewParts> {
  const said = PARTS.filter((part) => params.has(part));
  return Object.fromEntries(said.map((part) => [part, readPart(part, params.get(part) ?? "")])) as Partial<ViewParts>;
}

/** The address for a view with changes; what equals the saved view is left out. */
export function writeChanges(params: URLSearchParams, base: UiView, changes: Partial<ViewParts>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const part of PARTS) {
    if (!(part in changes)) continue;
    if (writePart(changes[part]) === writePart(base[part])) next.delete(part);
    else next.set(part, writePart(changes[part]));
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
  return [view.group_by, object.path, choices[0]?.name].find((name) => name && object.fields[name]?.type === "choice") ?? undefined;
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
