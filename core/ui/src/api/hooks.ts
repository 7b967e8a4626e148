// Who I am and what I may see, as hooks: `me` and the catalogue are loaded before the first page is drawn.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, type Context } from "react";
import { loadLikely } from "../i18n";
import { connection } from "../offline/connection";
import { belongTo } from "../offline/kept";
import { finishLeaving, isLeaving } from "../offline/leaving";
import { loadWaiting } from "../offline/outbox";
import { api, rememberSession } from "./http";
import type { Me, RecordData, UiCatalogue, UiObject } from "./types";

export const keys = {
  me: ["me"] as const,
  catalogue: ["catalogue"] as const,
  /** Everything that shows records of an object begins with this: lists, boards, sums, single records. */
  object: (object: string) => ["records", object] as const,
  record: (object: string, id: string) => ["records", object, "one", id] as const,
};

/** What goes wrong before anybody is known is said in the language of the browser. */
async function inLikelyWords(error: unknown): Promise<never> {
  await loadLikely().catch(() => undefined);
  throw error;
}

async function loadMe(): Promise<Me> {
  if (isLeaving()) await finishLeaving().catch(inLikelyWords);
  const me = await api.get<Me>("/me").catch(inLikelyWords);
  rememberSession(me.csrf, me.user.language);
  const kept = belongTo(me.tenant.slug, me.user.id).then(loadWaiting);
  if (connection.get().isLost) await kept; // what waits to be sent belongs to what is shown
  else kept.catch(() => undefined);
  return me;
}

export const meQuery = { queryKey: keys.me, queryFn: loadMe, staleTime: Infinity };
export const catalogueQuery = {
  queryKey: keys.catalogue,
  queryFn: () => api.get<UiCatalogue>("/ui"),
  staleTime: 60_000,
};

const MeContext = createContext<Me | null>(null);
const CatalogueContext = createContext<UiCatalogue | null>(null);
/** Hundreds of cells read these: one query stands above all of them, each of them only looks. */
export const MeProvider = MeContext.Provider;
export const CatalogueProvider = CatalogueContext.Provider;

function useKnown<T>(context: Context<T | null>): T {
  const known = useContext(context);
  if (known === null) throw new Error("Pages stand inside of what knows who is here");
  return known;
}

export const useMe = (): Me => useKnown(MeContext);
export const useCatalogue = (): UiCatalogue => useKnown(CatalogueContext);

/** The object of that name, or undefined where this actor has none. */
export const useObject = (name: string): UiObject | undefined => useCatalogue().objects[name];

export const useIsAdministrator = (): boolean => useMe().system.includes("administer");

export function useRecord(object: string, id: string | null | undefined) {
  return useQuery({
    queryKey: keys.record(object, id ?? ""),
    queryFn: () => api.get<RecordData>(`/records/${object}/${id}`),
    enabled: Boolean(id),
  });
}

/** Marks what is shown of an object as stale, after a write. */
export function useRefreshObject() {
  const client = useQueryClient();
  return useCallback((object: string) => client.invalidateQueries({ queryKey: keys.object(object) }), [client]);
}
