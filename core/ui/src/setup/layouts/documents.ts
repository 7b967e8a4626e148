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
  panels?: string[];
  permission_sets?: string[];
}

/** Translations of labels, by the label as it was declared. */
export type Texts = Map<string, string>;

/** A label in the reader's language; one that the reader has written stands as it is. */
export const shownLabel = (texts: Texts, label: string | undefined): string | undefined => texts.get(label ?? "") ?? label;

/** What a label is in the document: the declared one where its translation was left or written again. */
export const declaredLabel = (texts: Texts, typed: string): string => [...texts].find(([, shown]) => shown === typed)?.[0] ?? typed;

export const relatedKey = ({ object, field }: Pick<RelatedDoc, "object" | "field">): string => `${object}.${field}`;

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

/** The next place in reading order: within the section, or over its edge into the neighbour. */
export function stepped(sections: SectionDoc[], field: string, by: 1 | -1): SectionDoc[] {
  const from = spotOf(sections, field);
  if (!from) return sections;
  const place = from.place + by;
  if (place >= 0 && place < (sections[from.section]?.fields.length ?? 0)) return placed(sections, field, { section: from.section, place });
  const next = sections[from.section + by];
  return next ? placed(sections, field, { section: from.section + by, place: by > 0 ? 0 : next.fields.length }) : sections;
}

export function moved<T>(all: T[], from: number, to: number): T[] {
  if (to < 0 || to >= all.length) return all;
  const item = all[from];
  return item === undefined ? all : all.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** Where an empty list says none, and no list says all. */
const SAYS_NONE = ["related", "panels"];

/** Without what says nothing. */
export function cleaned(document: LayoutDoc): LayoutDoc {
  const kept = Object.entries(document).filter(([key, value]) => value !== undefined && value !== "" && !(!SAYS_NONE.includes(key) && Array.isArray(value) && value.length === 0));
  const sections = document.sections.map(({ visible_when, ...section }) => (visible_when?.trim() ? { ...section, visible_when } : section));
  return { ...(Object.fromEntries(kept) as LayoutDoc), sections };
}
