// Keys of the table: Enter opens, J and K walk, X selects, E edits, Ctrl+Z undoes, Ctrl+C copies a cell.
import type { CellKeyDownEvent, FullWidthCellKeyDownEvent, GridApi } from "ag-grid-community";
import { useCallback, type RefObject } from "react";
import type { RecordData } from "../../api/types";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";

type Grid = RefObject<GridApi<RecordData> | null>;

interface GridKeys {
  grid: Grid;
  openPage: (id: string) => void;
  /** The record in the side panel follows the walk. */
  follow: (id: string) => void;
  undo: () => void;
}

function focusedRow(api: GridApi<RecordData>) {
  const cell = api.getFocusedCell();
  return cell && !cell.rowPinned ? api.getDisplayedRowAtIndex(cell.rowIndex) : undefined;
}

function walk(api: GridApi<RecordData>, step: number): string | undefined {
  const cell = api.getFocusedCell();
  const row = Math.max(0, Math.min(api.getDisplayedRowCount() - 1, cell && !cell.rowPinned ? cell.rowIndex + step : 0));
  const column = cell?.column ?? api.getAllDisplayedColumns().find((one) => !one.getColId().startsWith("ag-Grid"));
  if (!column || api.getDisplayedRowCount() === 0) return undefined;
  api.ensureIndexVisible(row);
  api.setFocusedCell(row, column);
  return api.getDisplayedRowAtIndex(row)?.data?.id;
}

function toggleFocused(api: GridApi<RecordData>): void {
  const row = focusedRow(api);
  row?.setSelected(!row.isSelected());
}

function editFocused(api: GridApi<RecordData>): void {
  const cell = api.getFocusedCell();
  if (cell && !cell.rowPinned) api.startEditingCell({ rowIndex: cell.rowIndex, colKey: cell.column });
}

export function useGridKeys({ grid, openPage, follow, undo }: GridKeys) {
  const group = t("List");
  const withGrid = (act: (api: GridApi<RecordData>) => void) => () => grid.current && act(grid.current);
  const walkBy = (step: number) =>
    withGrid((api) => {
      const id = walk(api, step);
      if (id) follow(id);
    });
  useShortcuts([
    { keys: "j", label: t("Next record"), group, run: walkBy(1) },
    { keys: "k", label: t("Previous record"), group, run: walkBy(-1) },
    { keys: "x", label: t("Select the record"), group, run: withGrid(toggleFocused) },
    { keys: "e", label: t("Edit the cell"), group, run: withGrid(editFocused) },
    { keys: "mod+z", label: t("Undo the last edit"), group, run: undo },
  ]);
  return useCallback(
    ({ event, data, node }: CellKeyDownEvent<RecordData> | FullWidthCellKeyDownEvent<RecordData>) => {
      const isPlain = event instanceof KeyboardEvent && event.key === "Enter" && !event.shiftKey;
      const isTyping = event?.target instanceof Element && event.target.closest("input, textarea, [contenteditable=true]");
      if (isPlain && !isTyping && data && !node.rowPinned) openPage(data.id);
    },
    [openPage],
  );
}
