// The service worker: keeps the application itself, so that it starts without a connection. It keeps nothing of anybody's data.
import { setCacheNameDetails } from "workbox-core";
import { PrecacheController } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope;
/** What the build puts in: its version, and the files of it with theirs. */
declare const __BUILD__: string;
declare const __FILES__: { url: string; revision: string | null }[];

const SHELL = "/shell";
const PREFIX = "dougong-shell-";
const CACHE = PREFIX + __BUILD__;
/** So long a page waits for the server, before the application starts without it. */
const PATIENCE = 6000;
/** What answers for itself, or not at all. */
const NOT_OURS = [/^\/(api|x|odata|mcp|static|icons)\//, /^\/(sign-in|shell|metrics|healthz|readyz)/];

setCacheNameDetails({ prefix: "dougong", precache: CACHE, suffix: "" });
const files = new PrecacheController({ cacheName: CACHE });
files.addToCacheList([...__FILES__, { url: SHELL, revision: __BUILD__ }]);

async function shell(): Promise<Response> {
  return (await caches.match(files.getCacheKeyForURL(SHELL) ?? SHELL, { cacheName: CACHE, ignoreVary: true })) ?? Response.error();
}

/** The server first, since it knows whether there is a session; without it, or when it is slow, what is kept. */
async function page(request: Request): Promise<Response> {
  const slow = new Promise<Response>((resolve) => setTimeout(() => void shell().then(resolve), PATIENCE));
  const asked = fetch(request).then((answer) => (answer.status >= 502 ? shell() : answer), shell);
  return Promise.race([asked, slow]);
}

/** Of this build, or of the one that a page began with. Files are the same for everybody: what an answer varies by is beside the point. */
async function file(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);
}

/** This build and the one before stay; what is older no page needs any more. */
async function forget(): Promise<void> {
  const kept = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(kept.slice(0, -1).map((name) => caches.delete(name)));
}

registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/static/ui/"), ({ request }) => file(request));
registerRoute(new NavigationRoute(({ request }) => page(request), { denylist: NOT_OURS }));

self.addEventListener("install", (event) => event.waitUntil(files.install(event)));
self.addEventListener("activate", (event) => event.waitUntil(forget().then(() => self.clients.claim())));
/** What the server has for this device; the payload was encrypted for it alone. */
interface Told {
  title: string;
  body: string;
  url: string;
  tag: string;
}

self.addEventListener("push", (event) => {
  const told = event.data?.json() as Told | undefined;
  if (!told) return;
  const look = { body: told.body, tag: told.tag, data: { url: told.url }, icon: "/icons/icon-192.png", badge: "/icons/badge-96.png" };
  event.waitUntil(self.registration.showNotification(told.title, look));
});

async function open(url: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!page) return void (await self.clients.openWindow(url));
  await page.focus();
  await page.navigate(url);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as { url: string }).url));
});

self.addEventListener("message", (event) => {
  if ((event.data as { take?: string } | null)?.take === "over") void self.skipWaiting();
});
