// Keyboard shortcuts: pages name them while they are shown, one listener runs them, help and palette list them.
import { useLayoutEffect, useRef, useSyncExternalStore } from "react";

export interface Shortcut {
  keys: string; // "g h", "c", "?", "mod+k"
  label: string;
  group: string;
  run: () => void;
  /** Offered in the command palette too. */
  action?: boolean;
}

const PAUSE = 900; // milliseconds in which the second key of "g h" must follow
const OFF = "dougong:single-keys-off";
const store: { all: Shortcut[]; waiting: Set<() => void>; typed: string; since: number } = { all: [], waiting: new Set(), typed: "", since: 0 };

function tell(): void {
  store.waiting.forEach((wait) => wait());
}

function add(shortcuts: Shortcut[]): () => void {
  store.all = [...store.all, ...shortcuts];
  tell();
  return () => {
    store.all = store.all.filter((one) => !shortcuts.includes(one));
    tell();
  };
}

function subscribe(wait: () => void): () => void {
  store.waiting.add(wait);
  return () => store.waiting.delete(wait);
}

/** The shortcuts that hold now; the last one to name its keys wins. */
export function useAllShortcuts(): Shortcut[] {
  const all = useSyncExternalStore(subscribe, () => store.all);
  return [...new Map(all.map((one) => [one.keys, one])).values()];
}

/** Names shortcuts while the component is shown, from the moment it is seen; `run` is always that of the last drawing. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  const names = shortcuts.map((one) => `${one.keys}|${one.label}`).join("\n");
  useLayoutEffect(() => {
    const kept = latest.current.map((one, at) => ({ ...one, run: () => latest.current[at]?.run() }));
    return add(kept);
  }, [names]);
}

export const singleKeysAreOff = (): boolean => localStorage.getItem(OFF) === "1";
export function switchSingleKeys(off: boolean): void {
  localStorage.setItem(OFF, off ? "1" : "0");
}

const TYPING = "input, textarea, select, [contenteditable=true], [role=textbox], [role=combobox]";
const OVERLAY = '[role="dialog"][aria-modal="true"], [role="menu"], [role="listbox"]:not([data-page])';

function isBusy(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  return Boolean(target?.closest(TYPING)) || document.querySelector(OVERLAY) !== null;
}

function nameOf(event: KeyboardEvent): string {
  const mod = event.metaKey || event.ctrlKey ? "mod+" : "";
  return mod + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

function remembered(name: string): string {
  const typed = Date.now() - store.since < PAUSE ? `${store.typed} ${name}`.trim() : name;
  store.typed = typed;
  store.since = Date.now();
  return typed;
}

const find = (keys: string): Shortcut | undefined => store.all.findLast((one) => one.keys === keys);

function matching(event: KeyboardEvent): Shortcut | undefined {
  const name = nameOf(event);
  if (name.startsWith("mod+")) return find(name);
  if (event.altKey || isBusy(event) || singleKeysAreOff()) return undefined;
  const typed = remembered(name);
  return find(typed) ?? (followsPrefix(typed) ? undefined : find(name));
}

/** "g x" where nothing goes to x must not run what x does alone. */
function followsPrefix(typed: string): boolean {
  const [first, second] = typed.split(" ").slice(-2);
  return Boolean(second) && store.all.some((one) => one.keys.startsWith(`${first} `));
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat && event.key !== "j" && event.key !== "k") return;
  const found = matching(event);
  if (!found) return;
  event.preventDefault();
  store.typed = "";
  found.run();
}

/** Called once by the shell. */
export function useShortcutListener(): void {
  useLayoutEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How the keys are written for people: "⌘K", "G then H" as separate caps. */
export function capsOf(keys: string): string[] {
  return keys.split(" ").flatMap((part) => (part.startsWith("mod+") ? [isMac ? "⌘" : "Ctrl", part.slice(4).toUpperCase()] : [part.length === 1 ? part.toUpperCase() : part]));
}
