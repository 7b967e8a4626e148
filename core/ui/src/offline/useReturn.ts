// Notices that the connection is back, and has everything that is shown asked for anew.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { connection, reached } from "./connection";
import { sendWaiting } from "./outbox";
import { waitingChanges } from "./waiting";

const TRY_EVERY = 15_000;

async function isBack(): Promise<boolean> {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  return answer?.ok ?? false;
}

/** Sends what waits, while there is a connection. */
export function useSending(): void {
  const { isLost } = connection.use();
  const isWaiting = waitingChanges.use().some((one) => one.state === "waiting");
  useEffect(() => {
    if (isLost || !isWaiting) return undefined;
    void sendWaiting();
    const timer = window.setInterval(() => void sendWaiting(), TRY_EVERY);
    return () => window.clearInterval(timer);
  }, [isLost, isWaiting]);
}

export function useReturn(): void {
  const { isLost } = connection.use();
  const client = useQueryClient();
  useEffect(() => {
    if (!isLost) return undefined;
    const look = async () => {
      if (!(await isBack())) return;
      reached();
      await sendWaiting();
      await client.invalidateQueries();
    };
    const timer = window.setInterval(() => void look(), TRY_EVERY);
    const onOnline = () => void look();
    window.addEventListener("online", onOnline);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener("online", onOnline);
    };
  }, [isLost, client]);
}
