// The document of a layout, and the moves that the editor makes in it.
import type { Document } from "../kit/meta";

export interface SectionDoc {
  label?: string;
  columns?: number;
  fields: string[];
  visible_when?: string;
}
export interface RelatedDoc {
  object: string;
  field: string;
  label?: string;
  columns?: string[];
}
export interface LayoutDoc extends Document {
  name: string;
  object: string;
  label?: string;
  header?: string[];
  path?: string;
  preview?: string;
  sections: SectionDoc[];
  related?: RelatedDoc[];
  permission_sets?: string[];
}

/** A place among the sections: which one, and where in it. */
export interface Spot {
  section: number;
  place: number;
}

export function spotOf(sections: SectionDoc[], field: string): Spot | null {
  const section = sections.findIndex((one) => one.fields.includes(field));
  return section < 0 ? null : { section, place: sections[section]?.fields.indexOf(field) ?? 0 };
}

export function withoutFieldIn(sections: SectionDoc[], field: string): SectionDoc[] {
  return sections.map((section) => ({ ...section, fields: section.fields.filter((name) => name !== field) }));
}

/** The field stands in one place only, wherever it stood before. */
export function placed(sections: SectionDoc[], field: string, to: Spot): SectionDoc[] {
  return withoutFieldIn(sections, field).map((section, at) => (at === to.section ? { ...section, fields: section.fields.toSpliced(to.place, 0, field) } : section));
}

export function moved<T>(all: T[], from: number, to: number): T[] {
  if (to < 0 || to >= all.length) return all;
  const item = all[from];
  return item === undefined ? all : all.toSpliced(from, 1).toSpliced(to, 0, item);
}

export function cleaned(document: LayoutDoc): LayoutDoc {
  const kept = Object.entries(document).filter(([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0));
  return { ...(Object.fromEntries(kept) as LayoutDoc), sections: document.sections };
}
