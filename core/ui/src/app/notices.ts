// Notices at the foot of the window: done, done with a way back, refused.
import { createStore } from "../lib/store";
import { t } from "../i18n";
import { problemText } from "./problem";

export interface Notice {
  id: number;
  kind: "done" | "problem";
  message: string;
  /** How long it stays, in milliseconds, while nobody looks at it closely. */
  stays: number;
  action?: { label: string; run: () => Promise<unknown> };
}

const MOST = 3;
const STAYS = { plain: 3500, undo: 9000, problem: 9000 };
const counter = { last: 0 };

export const notices = createStore<Notice[]>([]);

function show(one: Omit<Notice, "id">): void {
  counter.last += 1;
  notices.set([...notices.get(), { ...one, id: counter.last }].slice(-MOST));
}

export function dismiss(id: number): void {
  notices.set(notices.get().filter((one) => one.id !== id));
}

export function noticeProblem(error: unknown): void {
  show({ kind: "problem", message: problemText(error), stays: STAYS.problem });
}

export function notice(message: string): void {
  show({ kind: "done", message, stays: STAYS.plain });
}

/** Says what was done and offers to undo it while the notice is shown. */
export function noticeUndo(message: string, undo: () => Promise<unknown>): void {
  show({ kind: "done", message, stays: STAYS.undo, action: { label: t("Undo"), run: undo } });
}

/** Says that something has come from elsewhere, and leads there. */
export function noticeNews(message: string, open: () => unknown): void {
  show({ kind: "done", message, stays: STAYS.undo, action: { label: t("Open"), run: async () => open() } });
}

/** Runs the action of a notice, which has then said enough. */
export async function act({ id, action }: Notice): Promise<void> {
  dismiss(id);
  try {
    await action?.run();
  } catch (error) {
    noticeProblem(error);
  }
}
