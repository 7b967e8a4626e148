// Signing out: the session ends, and what this device kept of the person goes. Without a connection what is kept goes at
// once, and the session ends as soon as the server can be reached.
import { api, ProblemError, rememberSession } from "../api/http";
import { forgetFirst } from "../app/early";
import type { Me } from "../api/types";
import { forget } from "./kept";

const LEAVING = "dougong:leaving";
/** Names of records stand in these; favourites keep their places, and get their names anew. */
const RECENT = /^dougong:[^:]+:[^:]+:recent$/;
const FAVOURITES = /^dougong:[^:]+:[^:]+:favourites$/;

export const isLeaving = (): boolean => localStorage.getItem(LEAVING) !== null;

function forgetNames(): void {
  forgetFirst();
  for (const key of Object.keys(localStorage)) {
    if (RECENT.test(key)) localStorage.removeItem(key);
    if (FAVOURITES.test(key)) {
      const kept = JSON.parse(localStorage.getItem(key) ?? "[]") as { id?: string; label: string }[];
      localStorage.setItem(key, JSON.stringify(kept.map((one) => (one.id ? { ...one, label: "" } : one))));
    }
  }
}

async function endSession(): Promise<void> {
  try {
    await api.del("/session");
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 0) throw error;
    localStorage.setItem(LEAVING, "1");
  }
}

/** Whoever signs in next isn't told what was meant for this person. */
async function endPush(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  await (await worker?.pushManager?.getSubscription())?.unsubscribe();
}

export async function leave(): Promise<void> {
  await endPush().catch(() => undefined);
  await endSession();
  await forget();
  forgetNames();
  location.assign(isLeaving() ? "/" : "/sign-in");
}

/** Ends the session that was left without a connection; the page goes to the form to sign in. */
export async function finishLeaving(): Promise<never> {
  try {
    const me = await api.get<Me>("/me");
    rememberSession(me.csrf, me.user.language);
    await api.del("/session");
    localStorage.removeItem(LEAVING);
  } catch (error) {
    if (error instanceof ProblemError && error.status === 0) throw new ProblemError({ status: 0, title: "left", detail: "" });
    localStorage.removeItem(LEAVING);
  }
  location.assign("/sign-in");
  return new Promise(() => undefined);
}
