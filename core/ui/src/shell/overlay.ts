// Which overlay of the shell is open: the command palette, or the help on shortcuts.
import { useSyncExternalStore } from "react";

export type OverlayName = "palette" | "help" | null;

const store: { open: OverlayName; waiting: Set<() => void> } = { open: null, waiting: new Set() };

export function showOverlay(name: OverlayName): void {
  store.open = name;
  store.waiting.forEach((tell) => tell());
}

function subscribe(tell: () => void): () => void {
  store.waiting.add(tell);
  return () => store.waiting.delete(tell);
}

export const useOverlay = (): OverlayName => useSyncExternalStore(subscribe, () => store.open);
