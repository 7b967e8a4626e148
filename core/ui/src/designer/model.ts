// A definition as it is drawn: steps in lists, lists in steps; every change answers a new document.

export type Kind = "automation" | "approval";

export interface StepDoc {
  id?: string;
  do?: string;
  label?: string;
  when?: string;
  as?: string;
  [key: string]: unknown;
}
export interface Doc {
  name: string;
  label?: string;
  help?: string;
  active?: boolean;
  steps: StepDoc[];
  [key: string]: unknown;
}

/** A place in the document: of a step, of a list of steps, or of a value. */
export type Path = (string | number)[];

/** What follows the end of an approval's steps, by how they end. */
export const OUTCOMES = ["on_approved", "on_rejected", "on_recalled", "on_expired"] as const;

export const pointer = (path: Path): string => path.map((part) => `/${part}`).join("");
export const pathOf = (text: string): Path => text.split("/").slice(1).map((part) => (/^\d+$/.test(part) ? Number(part) : part));

type Holder = Record<string | number, unknown>;

export function at(doc: unknown, path: Path): unknown {
  return path.reduce<unknown>((held, part) => (held === null || held === undefined ? undefined : (held as Holder)[part]), doc);
}

export const stepAt = (doc: Doc, path: Path): StepDoc | undefined => at(doc, path) as StepDoc | undefined;
export const listAt = (doc: Doc, path: Path): StepDoc[] => (at(doc, path) as StepDoc[] | undefined) ?? [];

/** The same with another value at a place; undefined takes the key away. */
export function withAt<D>(doc: D, path: Path, value: unknown): D {
  const [part, ...rest] = path;
  if (part === undefined) return value as D;
  const held = (doc ?? (typeof part === "number" ? [] : {})) as Holder;
  const next = rest.length ? withAt(held[part], rest, value) : value;
  if (Array.isArray(held)) return held.map((one, place) => (place === part ? next : one)).concat(part === held.length ? [next] : []) as D;
  const copy = { ...held, [part]: next };
  if (next === undefined) delete copy[part];
  return copy as D;
}

export function inserted(doc: Doc, list: Path, place: number, steps: StepDoc[]): Doc {
  const before = listAt(doc, list);
  return withAt(doc, list, [...before.slice(0, place), ...steps, ...before.slice(place)]);
}

export function removed(doc: Doc, path: Path): Doc {
  const list = path.slice(0, -1);
  return withAt(doc, list, (at(doc, list) as unknown[]).filter((_, place) => place !== path.at(-1)));
}

export const doOf = (step: StepDoc, kind: Kind): string => step.do ?? (kind === "approval" && "approvers" in step ? "ask" : "");

/** One of the ways within a step: where its list stands, whether it has a condition of its own, and whether it can be taken away. */
export interface Lane {
  use: "then" | "else" | "case" | "branch" | "body" | "timed_out" | "rejected" | "through";
  /** Where its steps stand; null for a way on which nothing can be done. */
  list: Path | null;
  /** Where it itself stands, with label and condition. */
  self: Path | null;
  when?: string;
  label?: string;
}

interface Way {
  when?: string;
  label?: string;
}

/** The ways within a step, as they stand side by side. */
export function lanesOf(step: StepDoc, kind: Kind, path: Path): Lane[] {
  const ways = (key: string) => (step[key] as Way[] | undefined) ?? [];
  const through: Lane = { use: "through", list: null, self: null };
  switch (doOf(step, kind)) {
    case "branch": {
      const cases = ways("cases").map((one, place): Lane => ({ use: "case", list: [...path, "cases", place, "then"], self: [...path, "cases", place], when: one.when ?? "", label: one.label }));
      const then: Lane[] = "cases" in step ? [] : [{ use: "then", list: [...path, "then"], self: null, when: step.when ?? "" }];
      return [...cases, ...then, { use: "else", list: [...path, "else"], self: null }];
    }
    case "parallel":
      return ways("branches").map((one, place) => ({ use: "branch", list: [...path, "branches", place, "steps"], self: [...path, "branches", place], when: one.when, label: one.label }));
    case "each":
      return [{ use: "body", list: [...path, "steps"], self: null }];
    case "wait_for":
      return step.for || listAt({ steps: [], name: "", it: step }, ["it", "timed_out"]).length ? [through, { use: "timed_out", list: [...path, "timed_out"], self: null }] : [];
    case "ask":
    case "approve":
      return "rejected" in step ? [through, { use: "rejected", list: [...path, "rejected"], self: null }] : [];
    default:
      return [];
  }
}

/** Every step of the document with its place, in the order in which they are drawn. */
export function walked(doc: Doc, kind: Kind): { step: StepDoc; path: Path }[] {
  const inList = (list: Path): { step: StepDoc; path: Path }[] =>
    listAt(doc, list).flatMap((step, place) => {
      const path = [...list, place];
      return [{ step, path }, ...lanesOf(step, kind, path).flatMap((lane) => (lane.list ? inList(lane.list) : []))];
    });
  return ["steps", ...OUTCOMES].flatMap((phase) => inList([phase]));
}

export function freeId(doc: Doc, kind: Kind, wanted: string): string {
  const taken = new Set(walked(doc, kind).map(({ step }) => step.id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? wanted : `${wanted}_${number}`;
    if (!taken.has(id)) return id;
  }
}

/** A copy to be pasted: every step within it is named anew. */
export function copied(doc: Doc, kind: Kind, step: StepDoc): StepDoc {
  const names = new Set(walked(doc, kind).map(({ step: one }) => one.id));
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one)])) as StepDoc;
    if (typeof copy.id === "string" && (copy.do || "approvers" in copy)) {
      const stem = copy.id.replace(/_\d+$/, "").slice(0, 40);
      for (let number = 2; names.has(copy.id); number += 1) copy.id = `${stem}_${number}`;
      names.add(copy.id);
    }
    return copy;
  };
  return renamed(step) as StepDoc;
}

const isWithin = (inner: Path, outer: Path): boolean => outer.every((part, place) => inner[place] === part);

/** Where a place is after the entry of a list at `gone` was taken away. */
function after(path: Path, gone: Path): Path {
  const depth = gone.length - 1;
  const [mine, theirs] = [path[depth], gone[depth]];
  if (!isWithin(path, gone.slice(0, -1)) || typeof mine !== "number" || typeof theirs !== "number" || mine <= theirs) return path;
  return [...path.slice(0, depth), mine - 1, ...path.slice(depth + 1)];
}

/** A step taken elsewhere; null where that is within itself. */
export function moved(doc: Doc, from: Path, list: Path, place: number): { doc: Doc; path: Path } | null {
  const step = stepAt(doc, from);
  if (!step || isWithin(list, from)) return null;
  const target = after([...list, place], from);
  return { doc: inserted(removed(doc, from), target.slice(0, -1), target.at(-1) as number, [step]), path: target };
}

/** The object whose records the definition is about. */
export const objectOf = (doc: Doc): string | undefined => (doc.object ?? (doc.on as { object?: string } | undefined)?.object) as string | undefined;

/** What steps call their results, by the object that they are of. */
export function namesOf(doc: Doc, kind: Kind): { name: string; object: string; many: boolean }[] {
  const found: { name: string; object: string; many: boolean }[] = [];
  for (const { step } of walked(doc, kind)) {
    const what = doOf(step, kind);
    const event = step.event as { object?: string } | undefined;
    const object = String((what === "wait_for" ? event?.object : step.object) ?? "");
    const listed = found.find(({ name }) => name === step.in);
    if (what === "each") found.push({ name: step.as ?? "item", object: listed?.object ?? "", many: false });
    else if (step.as && ["find", "create", "wait_for", "decide"].includes(what)) found.push({ name: step.as, object, many: what === "find" });
  }
  return found;
}
