// What the list shows and how, all of it in the address.
import { useCallback, useEffect, useMemo, useRef } from "react";
import { useSearchParams } from "react-router";
import { useCatalogue, useMe } from "../api/client";
import type { UiObject, UiView } from "../api/types";
import type { ViewParts } from "./parts";
import { baseView, openingView, readChanges, withoutChanges, writeChanges } from "./view";

export interface ListState {
  object: UiObject;
  views: UiView[];
  /** Says which view this user's lists open with. */
  mark: UiView | undefined;
  /** The view that lists of this object open with. */
  opening: UiView | undefined;
  /** The saved view, and the same with the changes of the address. */
  base: UiView;
  view: UiView;
  isChanged: boolean;
  q: string;
  /** The record in the side panel. */
  open: string | null;
  /** Changes the view; with `push` the way back leads to how it was. */
  change: (changes: Partial<ViewParts>, push?: boolean) => void;
  discard: () => void;
  choose: (view: string) => void;
  search: (q: string) => void;
  show: (id: string | null) => void;
}

/** The router draws a change of the address when it finds time; the next change builds on it all the same. */
function useParamSetter() {
  const [params, setParams] = useSearchParams();
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  const set = useCallback(
    (make: (before: URLSearchParams) => URLSearchParams, push = false) => {
      latest.current = make(latest.current);
      setParams(latest.current, { replace: !push });
    },
    [setParams],
  );
  return { params, set };
}

function withParam(params: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}

export function useListState(object: UiObject): ListState {
  const catalogue = useCatalogue();
  const { params, set } = useParamSetter();
  const { role } = useMe().user;
  const all = catalogue.views[object.name];
  const views = useMemo(() => all?.filter((view) => !view.opens) ?? [], [all]);
  const mark = useMemo(() => all?.find((view) => view.opens), [all]);
  const opening = useMemo(() => openingView(views, mark, role), [views, mark, role]);
  const name = params.get("view");
  const base = useMemo(() => baseView(object, views.find((view) => view.name === name) ?? opening), [object, views, name, opening]);
  const changes = readChanges(params);
  const key = JSON.stringify(changes);
  const view = useMemo(() => ({ ...base, ...(JSON.parse(key) as Partial<ViewParts>) }), [base, key]);
  return {
    object,
    views,
    mark,
    opening,
    base,
    view,
    isChanged: Object.keys(changes).length > 0,
    q: params.get("q") ?? "",
    open: params.get("open"),
    change: useCallback((parts, push) => set((before) => writeChanges(before, base, parts), push), [set, base]),
    discard: useCallback(() => set(withoutChanges), [set]),
    choose: useCallback((chosen) => set(() => withParam(new URLSearchParams(), "view", chosen), true), [set]),
    search: useCallback((q) => set((before) => withParam(before, "q", q)), [set]),
    show: useCallback((id) => set((before) => withParam(before, "open", id)), [set]),
  };
}
