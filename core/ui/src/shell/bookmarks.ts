// Favourites and recently opened records, kept per user in this browser.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { matchPath, useLocation } from "react-router";
import { api, keys, useCatalogue } from "../api/client";
import type { RecordData, UiObject, UiView } from "../api/types";
import { useStored } from "../lib/stored";
import { objectPath, recordPath } from "./places";

export interface Bookmark {
  to: string;
  object: string;
  id?: string;
  view?: string;
  label: string;
}

const MOST_RECENT = 12;

export const useFavourites = () => useStored<Bookmark[]>("favourites", []);
export const useRecent = () => useStored<Bookmark[]>("recent", []);

const labelOf = (object: UiObject, record: RecordData | undefined): string => String(record?.[object.name_field] ?? "");

export function useName(object: UiObject | undefined, id: string | undefined): string {
  const name = object?.name ?? "";
  const query = { fields: object?.name_field };
  const found = useQuery({
    queryKey: [...keys.object(name), "name", id],
    queryFn: () => api.get<RecordData>(`/records/${name}/${id}`, { query }),
    enabled: Boolean(object && id),
    staleTime: 60_000,
  });
  return object ? labelOf(object, found.data) : "";
}

const viewOf = (views: UiView[] | undefined, name: string | null): UiView | undefined => views?.find((view) => view.name === name);

/** The record, view or object that is open now; null on other pages, and while its name isn't known. */
export function useHere(): Bookmark | null {
  const { pathname, search } = useLocation();
  const { objects, views } = useCatalogue();
  const record = matchPath("/o/:object/:id", pathname)?.params;
  const object = objects[record?.object ?? matchPath("/o/:object", pathname)?.params.object ?? ""];
  const id = record?.id;
  const name = useName(object, id);
  if (!object) return null;
  if (id) return name ? { to: recordPath(object.name, id), object: object.name, id, label: name } : null;
  const view = viewOf(views[object.name], new URLSearchParams(search).get("view"));
  if (!view) return { to: objectPath(object.name), object: object.name, label: object.plural };
  return { to: `${objectPath(object.name)}?view=${view.name}`, object: object.name, view: view.name, label: `${object.plural} · ${view.label}` };
}

/** Puts the record that is open now on top of the recent ones. */
export function useRememberHere(here: Bookmark | null): void {
  const [, setRecent] = useRecent();
  const { to, object, id, label } = here ?? {};
  useEffect(() => {
    if (!to || !object || !id || !label) return;
    setRecent((before) => [{ to, object, id, label }, ...before.filter((one) => one.to !== to)].slice(0, MOST_RECENT));
  }, [to, object, id, label, setRecent]);
}

export function useFavourite(here: Bookmark | null): { isFavourite: boolean; toggle: () => void } {
  const [favourites, setFavourites] = useFavourites();
  const isFavourite = favourites.some((one) => one.to === here?.to);
  const toggle = () => {
    if (!here) return;
    setFavourites((before) => (isFavourite ? before.filter((one) => one.to !== here.to) : [...before, here]));
  };
  return { isFavourite, toggle };
}
