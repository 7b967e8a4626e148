// The nodes of the drawing by their places: which there are, which a problem belongs to, where keys lead.
import type { FieldProblem } from "../api/types";
import { lanesOf, pathOf, pointer, walked, type Doc, type Kind, type Path } from "./model";

export const HEAD = "";

/** The place by which a way is chosen: its own, or that of its list. */
export const laneNode = ({ self, list }: { self: Path | null; list: Path | null }): string => pointer(self ?? list ?? []);

export function nodesOf(doc: Doc, kind: Kind): string[] {
  return [HEAD, ...walked(doc, kind).flatMap(({ step, path }) => [pointer(path), ...lanesOf(step, kind, path).flatMap((lane) => (lane.list ? [laneNode(lane)] : []))])];
}

/** Problems by the node at which they are shown; their places are within the document. */
export function byNode(doc: Doc, kind: Kind, problems: FieldProblem[]): Map<string, FieldProblem[]> {
  const nodes = nodesOf(doc, kind).sort((one, other) => other.length - one.length);
  const found = new Map<string, FieldProblem[]>();
  for (const problem of problems) {
    const node = nodes.find((one) => problem.field === one || problem.field.startsWith(`${one}/`)) ?? HEAD;
    found.set(node, [...(found.get(node) ?? []), problem]);
  }
  return found;
}

/** What a definition calls a step that has no name: its place. */
export const stepName = (id: string | undefined, path: Path): string => id ?? path.join("/");

const SIDE = 2.2; // what lies straight ahead is nearer than what lies aside

/** The node that an arrow key leads to from this one, as they stand on the screen. */
export function neighbour(canvas: HTMLElement, from: HTMLElement, key: string): HTMLElement | null {
  const ways: Record<string, [number, number]> = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const [right, down] = ways[key] ?? [0, 0];
  const middle = (element: HTMLElement) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const here = middle(from);
  const ahead = [...canvas.querySelectorAll<HTMLElement>("[data-node]")].flatMap((element) => {
    const there = middle(element);
    const forward = (there.x - here.x) * right + (there.y - here.y) * down;
    const aside = Math.abs(right ? there.y - here.y : there.x - here.x);
    return element !== from && forward > 4 ? [{ element, far: forward + SIDE * aside }] : [];
  });
  return ahead.sort((one, other) => one.far - other.far)[0]?.element ?? null;
}

export interface Spot {
  list: Path;
  place: number;
}

/** Where something that is added at a node goes: after a step, at the beginning of a way. */
export function spotAfter(doc: Doc, kind: Kind, node: string): Spot {
  if (node === HEAD) return { list: ["steps"], place: 0 };
  const path = pathOf(node);
  if (typeof path.at(-1) === "number" && !["cases", "branches"].includes(String(path.at(-2)))) return { list: path.slice(0, -1), place: (path.at(-1) as number) + 1 };
  const lane = walked(doc, kind).flatMap(({ step, path: at }) => lanesOf(step, kind, at)).find((one) => one.list && laneNode(one) === node);
  return { list: lane?.list ?? path, place: 0 };
}
