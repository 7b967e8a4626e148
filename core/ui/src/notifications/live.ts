// Listens, while the page is looked at, to what changes on the server, and has what is shown of it asked for anew.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { keys, lastWrite } from "../api/client";
import { NOTIFICATION } from "./data";

/** So long after an own write a change is taken for that write: what it touched is fresh already. */
const OWN = 3000;

type Go = (path: string) => unknown;

async function refresh(client: QueryClient, go: Go, objects: string[]): Promise<void> {
  const own = Date.now() - lastWrite() < OWN;
  for (const object of objects) {
    const isOwn = own && object !== NOTIFICATION;
    await client.invalidateQueries({ queryKey: keys.object(object), refetchType: isOwn ? "none" : "active" });
  }
  if (objects.includes(NOTIFICATION)) await (await import("./tell")).tellOfNew(go);
}

function listen(client: QueryClient, go: Go): () => void {
  const source = new EventSource("/api/v1/live");
  source.addEventListener("changed", (event) => {
    const { objects } = JSON.parse((event as MessageEvent<string>).data) as { objects: string[] };
    void refresh(client, go, objects);
  });
  return () => source.close();
}

/** Hidden pages don't listen: a browser keeps few connections to one server, and has many pages open. */
export function useLive(): void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const go = useRef<Go>(() => undefined);
  go.current = (path) => void navigate(path);
  useEffect(() => {
    let stop: (() => void) | null = null;
    const follow = () => {
      if (document.visibilityState === "visible") stop ??= listen(client, (path) => go.current(path));
      else {
        stop?.();
        stop = null;
      }
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      stop?.();
    };
  }, [client]);
}
