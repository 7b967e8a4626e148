// The step that was copied last, for any definition that is drawn while the page is open.
import { createStore } from "../lib/store";
import type { StepDoc } from "./model";

export const clipboard = createStore<StepDoc | null>(null);
