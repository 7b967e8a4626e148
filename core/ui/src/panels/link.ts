// The line between the page and one panel: hands the panel what it begins with, answers it, and notices when it is no longer there.
import type { RecordData, UiPanel } from "../api/types";
import { ProblemError } from "../api/client";
import { problemText } from "../app/problem";
import { doFor, type Around } from "./bridge";
import type { Look } from "./look";

export type Ending = { why: "failed"; message: string } | { why: "silent" } | { why: "noisy" } | { why: "left" };

/** What the page hears from the panel, beside what it answers by itself. */
export interface Ears {
  height: (height: number) => void;
  shown: () => void;
  trouble: (message: string, refused: boolean) => void;
  ended: (ending: Ending) => void;
}

const ROUND = 2_000; // milliseconds between two questions whether it is still there
const PATIENCE = 10_000; // how long it may leave them unanswered
const MOST_PER_ROUND = 1_000; // messages; a panel that draws has no use for more
const MOST_UNDER_WAY = 50; // requests

interface Message {
  op?: unknown;
  id?: unknown;
  args?: unknown;
  height?: unknown;
  message?: unknown;
  refused?: unknown;
}

const errorOf = (error: unknown) =>
  error instanceof ProblemError
    ? { status: error.status, title: error.title, detail: error.detail, errors: error.errors, message: problemText(error) }
    : { status: 0, title: "", detail: "", errors: [], message: problemText(error) };

export class Link {
  private readonly channel = new MessageChannel();
  private readonly port = this.channel.port1;
  private heard = Date.now();
  private asked = Date.now();
  private messages = 0;
  private underWay = 0;
  private readonly rounds: number;

  constructor(private readonly panel: UiPanel, private readonly around: Around, private readonly ears: Ears) {
    this.port.onmessage = ({ data }: MessageEvent<Message | null>) => this.hear(data ?? {});
    this.rounds = window.setInterval(() => this.round(), ROUND);
  }

  begin(frame: Window, given: Record<string, unknown>): void {
    frame.postMessage(given, "*", [this.channel.port2]); // its origin is none, so it can't be named; the port goes to this window alone
  }

  wear(look: Look): void {
    this.port.postMessage({ look });
  }

  show(record: RecordData | null): void {
    this.port.postMessage({ record });
  }

  close(): void {
    window.clearInterval(this.rounds);
    this.port.onmessage = null;
    this.port.close();
  }

  end(ending: Ending): void {
    this.close();
    this.ears.ended(ending);
  }

  /** A machine that slept, or a page that nobody saw, has not waited. */
  private round(): void {
    const slept = Date.now() - this.asked > ROUND * 2 || document.visibilityState !== "visible";
    this.asked = Date.now();
    this.messages = 0;
    if (slept) this.heard = this.asked;
    if (this.asked - this.heard > PATIENCE) this.end({ why: "silent" });
    else this.port.postMessage({ ping: true });
  }

  private hear(message: Message): void {
    this.heard = Date.now();
    this.messages += 1;
    if (this.messages > MOST_PER_ROUND) this.end({ why: "noisy" });
    else if (message.op === "height") this.ears.height(Number(message.height) || 0);
    else if (message.op === "shown") this.ears.shown();
    else if (message.op === "failed") this.end({ why: "failed", message: String(message.message) });
    else if (message.op === "trouble") this.ears.trouble(String(message.message), message.refused === true);
    else if (message.op !== "pong" && typeof message.id === "number") void this.answer(message.id, message);
  }

  private async answer(id: number, { op, args }: Message): Promise<void> {
    if (this.underWay >= MOST_UNDER_WAY) return this.end({ why: "noisy" });
    this.underWay += 1;
    try {
      const value = await doFor(this.panel, this.around, op, args);
      this.port.postMessage({ id, value: value ?? null });
    } catch (error) {
      this.port.postMessage({ id, error: errorOf(error) });
    } finally {
      this.underWay -= 1;
    }
  }
}
