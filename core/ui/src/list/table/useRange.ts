// Choosing a block of cells by mouse and keys, and drawing it.
import type { CellFocusedEvent, CellMouseDownEvent, CellMouseOverEvent, GridApi } from "ag-grid-community";
import { useCallback, useEffect, useMemo, useRef, type RefObject } from "react";
import type { RecordData } from "../../api/types";
import { boxOf, contains, createRange, isOneCell, type Box, type Place, type RangeStore } from "./range";

const HANDLE = 9; // pixels of the corner by which a block is filled down

function isOnHandle({ event, column }: CellMouseDownEvent<RecordData>): boolean {
  if (!(event instanceof MouseEvent) || !(event.target instanceof Element)) return false;
  const cell = event.target.closest(`.ag-cell[col-id="${CSS.escape(column.getColId())}"]`);
  const box = cell?.getBoundingClientRect();
  return Boolean(cell?.classList.contains("dg-cell-corner") && box && box.right - event.clientX < HANDLE && box.bottom - event.clientY < HANDLE);
}

/** Class rules are asked again for the rows that the block touched or touches. */
function useDrawing(grid: RefObject<GridApi<RecordData> | null>, range: RangeStore) {
  const box = range.use();
  const before = useRef<Box | null>(null);
  useEffect(() => {
    const api = grid.current;
    if (!api) return;
    const now = boxOf(api, box);
    const rows = [before.current, now].filter((one) => one !== null);
    const nodes = rows.flatMap(({ top, bottom }) => Array.from({ length: bottom - top + 1 }, (_, at) => api.getDisplayedRowAtIndex(top + at)).filter((node) => node !== undefined));
    before.current = now;
    api.refreshCells({ rowNodes: [...new Set(nodes)], force: true });
  }, [grid, box]);
}

export function useRange(grid: RefObject<GridApi<RecordData> | null>, fill: RefObject<(box: Box) => void>) {
  const range = useMemo(createRange, []);
  const filling = useRef<Box | null>(null);
  useDrawing(grid, range);

  const onCellMouseDown = useCallback(
    (told: CellMouseDownEvent<RecordData>) => {
      const { event, rowIndex, column, node, api } = told;
      if (!(event instanceof MouseEvent) || rowIndex === null || node.rowPinned || column.getColId().startsWith("ag-Grid")) return;
      const place: Place = { row: rowIndex, column: column.getColId() };
      const now = range.get();
      if (isOnHandle(told)) filling.current = boxOf(api, now);
      else range.set(event.shiftKey && now ? { ...now, head: place } : { anchor: place, head: place });
    },
    [range],
  );
  const onCellMouseOver = useCallback(
    ({ event, rowIndex, column, node }: CellMouseOverEvent<RecordData>) => {
      const now = range.get();
      if (!(event instanceof MouseEvent) || event.buttons !== 1 || rowIndex === null || node.rowPinned || !now || column.getColId().startsWith("ag-Grid")) return;
      const begun = filling.current;
      if (begun) range.set({ anchor: { row: begun.top, column: begun.columns[0] ?? "" }, head: { row: Math.max(rowIndex, begun.bottom), column: begun.columns.at(-1) ?? "" } });
      else if (now.head.row !== rowIndex || now.head.column !== column.getColId()) range.set({ ...now, head: { row: rowIndex, column: column.getColId() } });
    },
    [range],
  );
  const onCellFocused = useCallback(
    ({ rowIndex, column, rowPinned, api }: CellFocusedEvent<RecordData>) => {
      const id = typeof column === "object" ? column?.getColId() : column;
      if (rowIndex === null || !id || rowPinned || id.startsWith("ag-Grid")) return;
      const now = boxOf(api, range.get());
      const isInside = contains(now, rowIndex, id) && !isOneCell(range.get());
      if (!isInside) range.set({ anchor: { row: rowIndex, column: id }, head: { row: rowIndex, column: id } });
    },
    [range],
  );
  useEffect(() => {
    const onMouseUp = () => {
      const begun = filling.current;
      filling.current = null;
      const now = begun && grid.current ? boxOf(grid.current, range.get()) : null;
      if (begun && now && now.bottom > begun.bottom) fill.current(now);
    };
    document.addEventListener("mouseup", onMouseUp);
    return () => document.removeEventListener("mouseup", onMouseUp);
  }, [grid, range, fill]);
  return { range, onCellMouseDown, onCellMouseOver, onCellFocused };
}
