// Keys of the table: as in a spreadsheet where cells are meant, single letters where records are.
import type { CellKeyDownEvent, FullWidthCellKeyDownEvent, GridApi } from "ag-grid-community";
import { useCallback, type RefObject } from "react";
import type { RecordData } from "../../api/types";
import { useShortcuts } from "../../app/shortcuts";
import { t } from "../../i18n";
import { isOneCell, stepped, type RangeStore } from "./range";

type Grid = RefObject<GridApi<RecordData> | null>;

interface GridKeys {
  grid: Grid;
  range: RangeStore;
  nameField: string;
  openPage: (id: string) => void;
  /** The record in the side panel follows the walk. */
  follow: (id: string) => void;
  peek: (id: string) => void;
  undo: () => void;
  fillDown: () => void;
  empty: () => void;
  toggleGroup: (key: string) => void;
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
  const data = api.getDisplayedRowAtIndex(row)?.data;
  return data?.group ? undefined : data?.id;
}

function toggleFocused(api: GridApi<RecordData>): void {
  const row = focusedRow(api);
  row?.setSelected(!row.isSelected());
}

function peekFocused(api: GridApi<RecordData>, peek: (id: string) => void): void {
  const data = focusedRow(api)?.data;
  if (data && !data.group) peek(data.id);
}

function editFocused(api: GridApi<RecordData>): void {
  const cell = api.getFocusedCell();
  if (cell && !cell.rowPinned) api.startEditingCell({ rowIndex: cell.rowIndex, colKey: cell.column });
}

function extend(api: GridApi<RecordData>, range: RangeStore, key: string): void {
  const now = range.get();
  if (!now) return;
  const next = stepped(api, now, key);
  range.set(next);
  api.ensureIndexVisible(next.head.row);
  api.ensureColumnVisible(next.head.column);
}

const isTyping = (event: Event): boolean => event.target instanceof Element && event.target.closest("input, textarea, [contenteditable=true]") !== null;

export function useGridKeys({ grid, range, nameField, openPage, follow, peek, undo, fillDown, empty, toggleGroup }: GridKeys) {
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
    { keys: "p", label: t("Preview of the record"), group, run: withGrid((api) => peekFocused(api, peek)) },
    { keys: "e", label: t("Edit the cell"), group, run: withGrid(editFocused) },
    { keys: "mod+z", label: t("Undo the last edit"), group, run: undo },
    { keys: "mod+d", label: t("Fill down"), group, run: fillDown },
  ]);
  return useCallback(
    (told: CellKeyDownEvent<RecordData> | FullWidthCellKeyDownEvent<RecordData>) => {
      const { event, data, node, api } = told;
      if (!(event instanceof KeyboardEvent) || node.rowPinned || isTyping(event) || !data) return;
      const line = data.group as { of: { key: string } } | undefined;
      if (line) return void (event.key === "Enter" && toggleGroup(line.of.key));
      if (event.shiftKey && event.key.startsWith("Arrow")) return extend(api, range, event.key);
      if (event.key === "Enter" && "column" in told) return told.column.getColId() !== nameField && told.column.isCellEditable(node) ? editFocused(api) : openPage(data.id);
      if (event.key === "Delete") return empty();
      if (event.key !== "Escape" || isOneCell(range.get())) return;
      event.stopPropagation(); // the block goes first, the panel and the selection after it
      const now = range.get();
      if (now) range.set({ anchor: now.anchor, head: now.anchor });
    },
    [range, nameField, openPage, empty, toggleGroup],
  );
}
