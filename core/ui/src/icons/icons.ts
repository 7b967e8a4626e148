// The drawings of icons that metadata may name, loaded when they are first needed: the usual ones, then more.
import { useEffect } from "react";
import { createStore } from "../lib/store";

export type Node = [tag: "path" | "circle" | "rect" | "line" | "polyline", attributes: Record<string, string>];
export type Icons = Record<string, Node[]>;

const drawn = createStore<Icons>({});
const asked: { usual?: Promise<void>; more?: Promise<void> } = {};

async function load(set: "usual" | "more"): Promise<void> {
  const loaded = set === "usual" ? await import("virtual:tabler-icons/usual") : await import("virtual:tabler-icons/more");
  drawn.set({ ...drawn.get(), ...(loaded.default as Icons) });
}

const usual = (): Promise<void> => (asked.usual ??= load("usual"));
const more = (): Promise<void> => (asked.more ??= usual().then(() => load("more")));

async function need(name: string): Promise<void> {
  await usual();
  if (!drawn.get()[name]) await more();
}

/** The drawing of an icon; undefined until it is loaded, or where there is none of that name. */
export function useDrawing(name: string): Node[] | undefined {
  const icons = drawn.use();
  const found = icons[name];
  useEffect(() => {
    if (!found) void need(name);
  }, [found, name]);
  return found;
}

/** All of them, for choosing one. */
export function useIcons(): Icons {
  useEffect(() => void more(), []);
  return drawn.use();
}
