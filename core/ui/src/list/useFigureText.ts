// A figure in words: money in the tenant's currency, short where it is large, dates as dates.
import { useCallback } from "react";
import { useText } from "../fields/display";
import { useSumText } from "../lib/compact";
import { canBeSummed, shownAs, type Figure } from "./figures";

export function useFigureText(): (figure: Figure, value: unknown) => { short: string; full: string } {
  const number = useSumText();
  const text = useText();
  return useCallback(
    (figure, value) => {
      const field = shownAs(figure);
      if (value === null || value === undefined) return { short: "", full: "" };
      if (canBeSummed(field)) return number(field, figure.function === "avg" ? String(Math.round(Number(value) * 100) / 100) : value);
      const full = text(field, value);
      return { short: full, full };
    },
    [number, text],
  );
}
