// Notices that the connection is back, and has everything that is shown asked for anew.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { connection, reached } from "./connection";

const TRY_EVERY = 15_000;

async function isBack(): Promise<boolean> {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  return answer?.ok ?? false;
}

export function useReturn(): void {
  const { isLost } = connection.use();
  const client = useQueryClient();
  useEffect(() => {
    if (!isLost) return undefined;
    const look = async () => {
      if (!(await isBack())) return;
      reached();
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
