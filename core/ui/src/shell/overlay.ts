// Which overlay of the shell is open: the command palette, or the help on shortcuts.
import { createStore } from "../lib/store";

export type OverlayName = "palette" | "help" | null;

const overlay = createStore<OverlayName>(null);

export const showOverlay = overlay.set;
export const useOverlay = overlay.use;
