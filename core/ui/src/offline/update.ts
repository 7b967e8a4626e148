// Installs the service worker, and knows when a newer build waits to be used.
import { createStore } from "../lib/store";

const LOOK_EVERY = 60 * 60_000;
/** So long the worker of before may take to finish what it has begun. */
const PATIENCE = 5000;

/** The worker of a newer build, once all of it is here; true when another page has begun to use it. */
export const waiting = createStore<ServiceWorker | true | null>(null);

const state = { taking: false, controlled: false };

function follow(registration: ServiceWorkerRegistration): void {
  const look = () => {
    if (registration.waiting && navigator.serviceWorker.controller) waiting.set(registration.waiting);
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  window.setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY);
}

/** Pages that are open go on with the files of their own build, until their reader starts the new one. */
export async function install(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  state.controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (state.taking) location.reload();
    else if (state.controlled) waiting.set(true);
    state.controlled = true;
  });
  try {
    follow(await navigator.serviceWorker.register("/worker.js"));
  } catch {
    // Without it the application works as ever, but not without a connection.
  }
}

export function takeNewBuild(): void {
  const found = waiting.get();
  if (!found || found === true) return location.reload();
  state.taking = true;
  found.postMessage({ take: "over" });
  window.setTimeout(() => location.reload(), PATIENCE); // a page that is left ends what held the worker of before
}
