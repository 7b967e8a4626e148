// What left the tenant, as the server tells it.
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Id } from "../../api/types";
import { t } from "../../i18n";

export type State = "queued" | "sent" | "failed" | "dead";

export interface Try {
  at: string;
  ok: boolean;
  answer: string;
}

export interface Delivery {
  id: Id;
  channel: string;
  receiver: string;
  subject: string;
  object: string;
  record_id: Id | null;
  actor_id: Id | null;
  state: State;
  tries: number;
  due: string | null;
  answer: string;
  history: Try[];
  created_at: string;
  ended_at: string | null;
}

export const KEY = ["deliveries"];
const OFTEN = 2000;
/** What is due within this time is about to be sent. */
const SOON = 20_000;

export const COLOURS: Record<State, string> = { queued: "gray", sent: "teal", failed: "orange", dead: "red" };

export function stateWords(): Record<State, string> {
  return { queued: t("Waiting"), sent: t("Sent"), failed: t("Is tried again"), dead: t("Given up") };
}

export const isAtWork = ({ state, due }: Delivery): boolean => (state === "queued" || state === "failed") && due !== null && Date.parse(due) < Date.now() + SOON;

/** One delivery, asked for again until its next try is over. */
export function useDelivery(id: Id | null) {
  return useQuery({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) => api.get<Delivery & { body: string }>(`/deliveries/${id ?? ""}`, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? OFTEN : false),
  });
}
