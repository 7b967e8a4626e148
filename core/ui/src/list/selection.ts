// Which records are selected: some, or all that the list finds.
import { useCallback, useMemo, useState } from "react";

export interface Selection {
  ids: string[];
  /** Everything that fits the filter, loaded or not. */
  all: boolean;
  select: (ids: string[]) => void;
  selectAll: () => void;
  toggle: (id: string) => void;
  clear: () => void;
}

export function useSelection(): Selection {
  const [{ ids, all }, set] = useState<{ ids: string[]; all: boolean }>({ ids: [], all: false });
  const select = useCallback((chosen: string[]) => set({ ids: chosen, all: false }), []);
  const selectAll = useCallback(() => set((before) => ({ ...before, all: true })), []);
  const clear = useCallback(() => set({ ids: [], all: false }), []);
  const toggle = useCallback(
    (id: string) => set((before) => ({ all: false, ids: before.ids.includes(id) ? before.ids.filter((one) => one !== id) : [...before.ids, id] })),
    [],
  );
  return useMemo(() => ({ ids, all, select, selectAll, toggle, clear }), [ids, all, select, selectAll, toggle, clear]);
}
