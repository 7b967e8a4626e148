// Which fields stand in the form of a new or changed record, and in what order.
import type { UiField, UiLayout, UiObject } from "../api/types";
import { isEditable } from "../fields/registry";

export interface FormSection {
  label?: string;
  columns: number;
  fields: UiField[];
  visible_when?: string;
}

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

function pick(object: UiObject, names: string[]): UiField[] {
  return names.map((name) => object.fields[name]).filter(isDefined);
}

/** The layout's sections; without a layout, every field that isn't the system's. */
export function sectionsOf(object: UiObject, layout: UiLayout | undefined): FormSection[] {
  if (!layout?.sections.length) return [{ columns: 2, fields: Object.values(object.fields).filter((field) => !field.system) }];
  return layout.sections.map(({ label, columns = 2, fields, visible_when }) => ({ label, columns, fields: pick(object, fields), visible_when }));
}

/** Required fields first, then the layout's, then what was given; editable ones only. */
export function createSections(object: UiObject, layout: UiLayout | undefined): FormSection[] {
  const editable = (fields: UiField[]) => fields.filter(isEditable);
  const first = editable(Object.values(object.fields)).filter((field) => !field.system && (field.required || field.name === object.name_field));
  const lead = [...first].sort((one, other) => Number(other.name === object.name_field) - Number(one.name === object.name_field));
  const taken = new Set(lead.map((field) => field.name));
  const rest = sectionsOf(object, layout).map((section) => ({ ...section, fields: editable(section.fields).filter((field) => !taken.has(field.name)) }));
  return [{ columns: 2, fields: lead }, ...rest].filter((section) => section.fields.length > 0);
}
