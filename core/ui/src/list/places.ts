// The fields that place a record in time and space, where the view doesn't say which.
import type { UiField, UiObject, UiView } from "../api/types";

const typeOf = (field: UiField): string => field.returns ?? field.type;

export const ownFields = (object: UiObject): UiField[] => Object.values(object.fields).filter((field) => !field.system);

/** The field that is named, else the first of those types. */
export function fieldOf(object: UiObject, name: string | undefined, types: string[]): UiField | undefined {
  const named = object.fields[name ?? ""];
  if (named && types.includes(typeOf(named))) return named;
  return ownFields(object).find((field) => types.includes(typeOf(field)));
}

export const isDated = (field: UiField | undefined): field is UiField => field !== undefined && ["date", "datetime"].includes(typeOf(field));

/** The colour of an entry: what the view says, else the path of the object, else the first choice. */
export function colorField(object: UiObject, view: UiView): UiField | undefined {
  const columns = (view.columns ?? []).map((name) => object.fields[name]);
  const named = [object.fields[view.color_by ?? ""], object.fields[object.path ?? ""], ...columns, ...ownFields(object)];
  return named.find((field) => field?.type === "choice" && field.options);
}

const LINKS = ["user", "reference", "master_detail"];

/** Whose row an entry of a roster stands in: what the view says, else its owner. */
export function rosterField(object: UiObject, view: UiView): UiField | undefined {
  const named = object.fields[view.group_by ?? ""];
  return named && LINKS.includes(typeOf(named)) ? named : object.fields.owner_id;
}

const BEGINS = /(^|_)(start|starts|begin|from|since|engage|open)/;
const ENDS = /(^|_)(end|ends|until|to|close|due|finish)/;

export interface Span {
  start: UiField;
  end: UiField;
}

/** What lasts from one date to another: as the view says, else the pair that reads like one. */
export function spanFields(object: UiObject, view: UiView): Span | null {
  const dates = ownFields(object).filter((field) => isDated(field));
  const [first, second] = dates;
  if (!first || !second) return null;
  const start = object.fields[view.start ?? ""] ?? dates.find(({ name }) => BEGINS.test(name)) ?? first;
  const alike = dates.filter((field) => field.name !== start.name && typeOf(field) === typeOf(start));
  const end = object.fields[view.end ?? ""] ?? alike.find(({ name }) => ENDS.test(name)) ?? alike[0];
  return end && isDated(start) && isDated(end) ? { start, end } : null;
}
