// Figures of a view: "amount" is a sum, "avg:amount" a mean; "min:", "max:" and "count:" ask for those.
import type { RecordData, UiField, UiObject } from "../api/types";
import { t } from "../i18n";

export const FUNCTIONS = ["sum", "avg", "min", "max", "count"] as const;
export type FigureFunction = (typeof FUNCTIONS)[number];

export interface Figure {
  /** As the view has it. */
  text: string;
  function: FigureFunction;
  field: UiField;
  /** What /query is asked for, and the name of it in the answer. */
  measure: Record<string, string>;
  key: string;
}

const SUMMED = new Set(["integer", "decimal", "money", "percent", "duration"]);
const typeOf = (field: UiField): string => field.returns ?? field.type;

export const canBeSummed = (field: UiField): boolean => SUMMED.has(typeOf(field));

/** What can be asked of a field; counting goes for all. */
export function functionsOf(field: UiField): FigureFunction[] {
  return FUNCTIONS.filter((one) => one === "count" || (one === "sum" || one === "avg" ? canBeSummed(field) : field.sortable && (canBeSummed(field) || ["date", "datetime"].includes(typeOf(field)))));
}

/** Amounts in many currencies are compared in the tenant's own. */
const comparedAs = (name: string, field: UiField, object: UiObject): string =>
  field.type === "money" && !name.endsWith("_base") && object.fields[name] ? `${name}_base` : name;

export function figureOf(object: UiObject, text: string): Figure | null {
  const [path = "", word] = text.split(":").reverse();
  const known = FUNCTIONS.find((one) => one === (word ?? "sum"));
  const field = object.fields[path] ?? object.fields[path.replace(/_base$/, "")];
  if (!known || !field) return null;
  const asked = known === "min" || known === "max" ? comparedAs(path, field, object) : path;
  return { text, function: known, field, measure: { [known]: asked }, key: `${known}_${asked}` };
}

export const figuresOf = (object: UiObject, texts: string[] | undefined): Figure[] => (texts ?? []).map((text) => figureOf(object, text)).filter((one) => one !== null);

export const figureText = (field: UiField, word: FigureFunction): string => (word === "sum" ? field.name : `${word}:${field.name}`);

export const functionLabel = (word: FigureFunction): string =>
  ({ sum: t("Sum"), avg: t("Mean"), min: t("Least"), max: t("Greatest"), count: t("Filled in") })[word];

export function figureLabel({ function: word, field }: Figure): string {
  return word === "sum" ? field.label : `${functionLabel(word)}: ${field.label}`;
}

/** The field that a figure reads as: a count is a whole number, the rest is like what it is of. */
export const shownAs = ({ function: word, field }: Figure): UiField => (word === "count" ? { ...field, type: "integer", returns: undefined } : field);

export const figureValue = (row: Record<string, unknown> | RecordData | undefined, { key }: Figure): unknown => row?.[key] ?? null;
