// Whether this device is told of notifications while its window is closed, and how to change that.
import { api, request } from "../api/client";

const PATH = "/push/subscription";

export const canPush = (): boolean => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window && window.isSecureContext;

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return canPush() ? navigator.serviceWorker.getRegistration() : undefined;
}

export async function isTold(): Promise<boolean> {
  return Boolean(await (await registration())?.pushManager.getSubscription());
}

/** False where the person, or the browser, doesn't want it. */
export async function tellMe(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const worker = await navigator.serviceWorker.ready;
  const { key } = await api.post<{ key: string }>("/push/key");
  const old = await worker.pushManager.getSubscription();
  if (old) await old.unsubscribe(); // it may have been made with another key, or by another person
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  try {
    await request("PUT", PATH, made.toJSON());
  } catch (error) {
    await made.unsubscribe();
    throw error;
  }
  return true;
}

export async function tellMeNoMore(): Promise<void> {
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe();
  await api.del(PATH);
}
