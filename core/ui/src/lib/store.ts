// A small value that several components share: `get`, `set`, and a hook that follows it.
import { useSyncExternalStore } from "react";

export interface Store<T> {
  get: () => T;
  set: (value: T) => void;
  use: () => T;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const waiting = new Set<() => void>();
  const get = () => value;
  const subscribe = (tell: () => void) => {
    waiting.add(tell);
    return () => waiting.delete(tell);
  };
  const set = (next: T) => {
    value = next;
    waiting.forEach((tell) => tell());
  };
  return { get, set, use: () => useSyncExternalStore(subscribe, get) };
}
