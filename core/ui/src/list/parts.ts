// The parts of a view, and how each is written in an address.
import type { UiView } from "../api/types";

export type ViewParts = Pick<
  UiView,
  "form" | "filter" | "columns" | "sort" | "group_by" | "split_by" | "sums" | "card" | "start" | "end" | "scale" | "place" | "image" | "color_by" | "limits" | "widths" | "frozen" | "density"
>;
export type PartName = keyof ViewParts;

type Kind = "text" | "list" | "number" | "sizes";

const KINDS: Record<PartName, Kind> = {
  form: "text", filter: "text", sort: "text", group_by: "text", split_by: "text", start: "text", end: "text", scale: "text",
  place: "text", image: "text", color_by: "text", density: "text", columns: "list", sums: "list", card: "list", frozen: "number", limits: "sizes", widths: "sizes",
};

export const PARTS = Object.keys(KINDS) as PartName[];

const split = (text: string): string[] => text.split(",").filter(Boolean);

function sizes(text: string): Record<string, number> {
  const pairs = split(text).map((pair) => pair.split("~"));
  return Object.fromEntries(pairs.flatMap(([name = "", size]) => (Number(size) > 0 ? [[name, Number(size)]] : [])));
}

const READ: Record<Kind, (text: string) => unknown> = { text: (text) => text, list: split, number: (text) => Number(text) || undefined, sizes };

export const readPart = (part: PartName, text: string): unknown => READ[KINDS[part]](text);

/** The same value in the same words, whatever order the sizes came in. */
export function writePart(value: ViewParts[PartName]): string {
  if (Array.isArray(value)) return value.join(",");
  if (typeof value !== "object") return String(value ?? "");
  return Object.entries(value).sort().map(([name, size]) => `${name}~${size}`).join(",");
}
