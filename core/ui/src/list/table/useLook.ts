// How cells look besides their values: chosen, the corner to fill from, refused.
import type { GridApi } from "ag-grid-community";
import { useEffect, useMemo, type RefObject } from "react";
import type { RecordData } from "../../api/types";
import type { Store } from "../../lib/store";
import type { CellLook } from "./columns";
import { boxOf, contains, isOneCell, type RangeStore } from "./range";
import { cellKey, type Wrong } from "./useCellEdits";

export function useLook(grid: RefObject<GridApi<RecordData> | null>, range: RangeStore, wrong: Store<Wrong>): CellLook {
  const refused = wrong.use();
  useEffect(() => grid.current?.refreshCells({ force: true }), [grid, refused]);
  return useMemo(() => {
    const box = () => (grid.current ? boxOf(grid.current, range.get()) : null);
    return {
      isIn: (row, column) => row !== null && !isOneCell(range.get()) && contains(box(), row, column),
      isCorner: (row, column) => {
        const now = box();
        return row !== null && now !== null && row === now.bottom && column === now.columns.at(-1);
      },
      wrong: (id, field) => wrong.get().get(cellKey(id, field)),
    };
  }, [grid, range, wrong]);
}
