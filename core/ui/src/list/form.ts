// What every form of a list (table, board, cards) is given.
import { useCallback } from "react";
import { useLocation, useNavigate } from "react-router";
import { rememberWalk } from "../app/walk";
import { recordPath } from "../shell/places";
import type { Listing } from "./data";
import type { Selection } from "./selection";
import type { ListState } from "./useListState";

export interface FormProps {
  state: ListState;
  listing: Listing;
  selection: Selection;
}

/** Opens the page of a record; the list is remembered, so that J and K walk it and Back returns to it. */
export function useOpenPage(object: string, ids: () => string[]): (id: string) => void {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  return useCallback(
    (id: string) => {
      rememberWalk(object, ids(), pathname + search);
      void navigate(recordPath(object, id));
    },
    [navigate, object, ids, pathname, search],
  );
}
