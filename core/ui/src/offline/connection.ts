// Whether the server can be reached, and how old what is shown is otherwise.
import { createStore } from "../lib/store";

interface Connection {
  isLost: boolean;
  /** When the server said the oldest of what this page shows, in milliseconds. */
  oldest: number | null;
}

export const connection = createStore<Connection>({ isLost: false, oldest: null });

export function reached(): void {
  if (connection.get().isLost) connection.set({ isLost: false, oldest: null });
}

export function lost(): void {
  const { isLost, oldest } = connection.get();
  if (!isLost) connection.set({ isLost: true, oldest });
}

export function shown(at: number): void {
  const { oldest } = connection.get();
  if (oldest === null || at < oldest) connection.set({ isLost: true, oldest: at });
}

/** Another page shows other things. */
export function turnPage(): void {
  const { isLost, oldest } = connection.get();
  if (oldest !== null) connection.set({ isLost, oldest: null });
}
