// What is being drawn: with the way back and forth, kept in this browser until it is published.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useMe } from "../api/client";
import type { Doc } from "./model";

interface Kept<D> {
  /** The revision that it began with; null where nothing is in force yet. */
  revision: number | null;
  at: string;
  document: D;
}
interface Steps<D> {
  past: D[];
  now: D;
  future: D[];
  /** What was typed last, so that letters are undone together. */
  tag: string;
  at: number;
}

const TOGETHER = 1500; // milliseconds within which the same input makes one step of the way back
const MOST = 200;

export function useDraftKey(kind: string, name: string): string {
  const me = useMe();
  return `dougong:${me.tenant.slug}:${me.user.id}:draft:${kind}:${name}`;
}

export function keptDraft<D = Doc>(key: string): Kept<D> | null {
  const text = localStorage.getItem(key);
  return text ? (JSON.parse(text) as Kept<D>) : null;
}

export function keepDraft<D>(key: string, document: D, revision: number | null): void {
  const kept: Kept<D> = { revision, at: new Date().toISOString(), document };
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // a browser without room keeps nothing, and the page still works
  }
}

export const dropDraft = (key: string): void => localStorage.removeItem(key);

export interface Draft<D = Doc> {
  doc: D;
  /** `tag`: the same for changes that are undone together, such as the letters of a word. */
  change: (next: D | ((now: D) => D), tag?: string) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  dirty: boolean;
  discard: () => void;
}

export function useDraft<D>(key: string, inForce: D | null, begun: D, revision: number | null): Draft<D> {
  const [state, setState] = useState<Steps<D>>({ past: [], now: begun, future: [], tag: "", at: 0 });
  const change = useCallback((next: D | ((now: D) => D), tag = "") => setState((held) => {
    const now = typeof next === "function" ? (next as (now: D) => D)(held.now) : next;
    if (now === held.now) return held;
    const isSame = tag !== "" && tag === held.tag && Date.now() - held.at < TOGETHER;
    return { past: isSame ? held.past : [...held.past, held.now].slice(-MOST), now, future: [], tag, at: Date.now() };
  }), []);
  const undo = useCallback(() => setState((held) => {
    const before = held.past.at(-1);
    return before === undefined ? held : { past: held.past.slice(0, -1), now: before, future: [held.now, ...held.future], tag: "", at: 0 };
  }), []);
  const redo = useCallback(() => setState((held) => {
    const [next, ...future] = held.future;
    return next === undefined ? held : { past: [...held.past, held.now], now: next, future, tag: "", at: 0 };
  }), []);
  const dirty = useMemo(() => inForce === null || JSON.stringify(inForce) !== JSON.stringify(state.now), [inForce, state.now]);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (dirty) keepDraft(key, state.now, revision);
    else dropDraft(key);
  }, [key, state.now, dirty, revision]);
  const discard = useCallback(() => {
    if (inForce !== null) change(inForce);
  }, [change, inForce]);
  return { doc: state.now, change, undo, redo, canUndo: state.past.length > 0, canRedo: state.future.length > 0, dirty, discard };
}
