// Keeps how far a table was scrolled, so that coming back from a record finds the list where it was.
import type { BodyScrollEndEvent, FirstDataRenderedEvent } from "ag-grid-community";
import { useCallback } from "react";
import type { Listing } from "../data";

const places = new Map<string, number>();

const keyOf = ({ object, filter, sort, q }: Listing): string => JSON.stringify([object.name, filter, sort, q]);

export function usePlace(listing: Listing) {
  const key = keyOf(listing);
  const onBodyScrollEnd = useCallback(({ api }: BodyScrollEndEvent) => places.set(key, api.getFirstDisplayedRowIndex()), [key]);
  const onFirstDataRendered = useCallback(
    ({ api }: FirstDataRenderedEvent) => {
      const row = places.get(key) ?? 0;
      if (row > 0 && row < api.getDisplayedRowCount()) api.ensureIndexVisible(row, "top");
    },
    [key],
  );
  return { onBodyScrollEnd, onFirstDataRendered };
}
