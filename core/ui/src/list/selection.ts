// Which records are selected: some, or all that the list finds; and whether somebody is about to select.
import { useCallback, useMemo, useState } from "react";

export interface Selection {
  ids: string[];
  /** Everything that fits the filter, loaded or not. */
  all: boolean;
  /** A press on a card selects it instead of opening it. */
  choosing: boolean;
  choose: () => void;
  select: (ids: string[]) => void;
  selectAll: () => void;
  toggle: (id: string) => void;
  clear: () => void;
}

export function useSelection(): Selection {
  const [{ ids, all }, set] = useState<{ ids: string[]; all: boolean }>({ ids: [], all: false });
  const [wanted, setWanted] = useState(false);
  const choosing = wanted || ids.length > 0;
  const choose = useCallback(() => setWanted(true), []);
  const select = useCallback((chosen: string[]) => set({ ids: chosen, all: false }), []);
  const selectAll = useCallback(() => set((before) => ({ ...before, all: true })), []);
  const clear = useCallback(() => {
    set({ ids: [], all: false });
    setWanted(false);
  }, []);
  const toggle = useCallback(
    (id: string) => set((before) => ({ all: false, ids: before.ids.includes(id) ? before.ids.filter((one) => one !== id) : [...before.ids, id] })),
    [],
  );
  return useMemo(() => ({ ids, all, choosing, choose, select, selectAll, toggle, clear }), [ids, all, choosing, choose, select, selectAll, toggle, clear]);
}
