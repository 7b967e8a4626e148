// The documents of objects and fields, as the builder changes them.
import type { UiOption } from "../../api/types";
import type { Definition, Document } from "../kit/meta";

export interface OptionDoc extends Omit<UiOption, "label"> {
  label?: string;
  order?: number;
  retired?: boolean;
}
export interface FieldDoc extends Document {
  type: string;
  label?: string;
  help?: string;
  retired?: boolean;
  options?: OptionDoc[];
}
export interface RuleDoc extends Document {
  name: string;
  when: string;
  message: string;
  field?: string;
}
export interface ObjectDoc extends Document {
  name: string;
  label?: string;
  plural?: string;
  help?: string;
  icon?: string;
  color?: string;
  name_field?: string;
  sharing?: string;
  parent?: string;
  features?: string[];
  menu?: boolean | { group?: string; order?: number };
  fields?: Record<string, FieldDoc>;
  rules?: RuleDoc[];
}
export type ObjectDefinition = Definition<ObjectDoc>;

export const PREFIX = "x_";

export const isOwn = (definition: { layer: string }): boolean => definition.layer === "tenant";

const MARKS = /[\u0300-\u036f]/g;
const LETTERS: Record<string, string> = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe" };

/** A name that can stand in an address, from a label in any language: "Łódź trip" -> "lodz_trip"; "" from Chinese. */
export function nameFrom(label: string): string {
  const plain = label.toLowerCase().replace(/[łđøßæœ]/g, (letter) => LETTERS[letter] ?? "").normalize("NFKD").replace(MARKS, "");
  return plain.replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "").slice(0, 44);
}

/** The first free name: trip, trip_2, trip_3. */
export function freeName(wanted: string, taken: string[]): string {
  if (!wanted || !taken.includes(wanted)) return wanted;
  const number = [...Array(taken.length + 2).keys()].map((place) => place + 2).find((place) => !taken.includes(`${wanted}_${place}`));
  return `${wanted}_${number}`;
}

/** Own fields on the objects of others carry the prefix; within own objects names are free. */
export function fieldName(label: string, definition: ObjectDefinition): string {
  const taken = Object.keys(definition.definition.fields ?? {});
  const plain = nameFrom(label) || `field_${taken.length + 1}`;
  return freeName(isOwn(definition) ? plain : PREFIX + plain, taken);
}

export function objectName(label: string, taken: string[]): string {
  return freeName(PREFIX + (nameFrom(label) || `object_${taken.length + 1}`), taken);
}

/** English plurals by rule; people correct the exceptions. Other languages are written by hand. */
export function pluralFrom(label: string, language: string): string {
  if (language !== "en" || !/[a-z]$/i.test(label)) return label;
  if (/[^aeiou]y$/i.test(label)) return `${label.slice(0, -1)}ies`;
  return label + (/(s|x|ch|sh)$/i.test(label) ? "es" : "s");
}

/** The optional keys that hold nothing are left out: a document says only what it means. */
export function withoutBlanks<D extends Document>(document: D): D {
  const said = Object.entries(document).filter(([, value]) => value !== undefined && value !== null && value !== "" && value !== false);
  return Object.fromEntries(said) as D;
}

export function withField(document: ObjectDoc, name: string, field: FieldDoc): ObjectDoc {
  return { ...document, fields: { ...document.fields, [name]: field } };
}

export function activeFields(document: ObjectDoc): [string, FieldDoc][] {
  return Object.entries(document.fields ?? {}).filter(([, field]) => !field.retired);
}

export function labelOf(document: ObjectDoc, name: string): string {
  return document.fields?.[name]?.label ?? name;
}

const TEMPORARY = "~";

/** An option that isn't saved yet gets its value when it is: from its label. */
export const isTemporary = (value: string): boolean => value.startsWith(TEMPORARY);

export function temporaryValue(options: OptionDoc[]): string {
  const numbers = options.filter((option) => isTemporary(option.value)).map((option) => Number(option.value.slice(1)));
  return `${TEMPORARY}${Math.max(0, ...numbers) + 1}`;
}

export function settledValue(option: OptionDoc, options: OptionDoc[]): string {
  if (!isTemporary(option.value)) return option.value;
  const before = options.slice(0, options.indexOf(option)).map((one) => settledValue(one, options));
  const saved = options.filter((one) => !isTemporary(one.value)).map((one) => one.value);
  return freeName(nameFrom(option.label ?? "") || `option_${options.indexOf(option) + 1}`, [...saved, ...before]);
}

/** The options as they are saved; without label they are left out. A default that names a new one follows it. */
export function settledOptions(field: FieldDoc): FieldDoc {
  const options = field.options;
  if (!options) return field;
  const values = new Map(options.map((option) => [option.value, settledValue(option, options)]));
  const settle = (value: unknown): unknown => (Array.isArray(value) ? value.map(settle) : (values.get(String(value)) ?? value));
  const kept = options.filter((option) => option.label?.trim() || !isTemporary(option.value));
  return { ...field, options: kept.map((option) => ({ ...option, value: values.get(option.value) ?? option.value })), ...("default" in field ? { default: settle(field.default) } : {}) };
}
