// What the cells and headers of the grid need of the list around them; it reaches them through React, past the grid.
import { createContext, useContext } from "react";
import type { Figure } from "../figures";
import type { Grouped } from "../grouped";
import type { ListState } from "../useListState";

export interface GridContext {
  state: ListState;
  figures: Figure[];
  totals: Record<string, unknown> | undefined;
  total: number | undefined;
  grouped?: Grouped;
  openPage: (id: string) => void;
  peek: (id: string) => void;
}

const Context = createContext<GridContext | null>(null);

export const GridProvider = Context.Provider;

export function useGrid(): GridContext {
  const context = useContext(Context);
  if (!context) throw new Error("Cells and headers stand inside of a table");
  return context;
}
