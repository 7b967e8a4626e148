// The ways out of the tenant, and what is filled in for each.
import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { UiField } from "../../api/types";

export interface Channel {
  name: string;
  label: string;
  fields: Record<string, UiField>;
  values: Record<string, unknown>;
  /** The names of the secrets that are set. */
  secrets: string[];
  ready: boolean;
}

export const CHANNELS = ["channels"];

export function useChannels() {
  return useQuery({ queryKey: CHANNELS, queryFn: async ({ signal }) => (await api.get<{ data: Channel[] }>("/channels", { signal })).data });
}
