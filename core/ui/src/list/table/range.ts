// The block of cells that is selected: from an anchor to the cell where the hand is now.
import type { GridApi } from "ag-grid-community";
import type { RecordData } from "../../api/types";
import { createStore, type Store } from "../../lib/store";

export interface Place {
  row: number;
  column: string;
}
export interface Range {
  anchor: Place;
  head: Place;
}
export type RangeStore = Store<Range | null>;

export const createRange = (): RangeStore => createStore<Range | null>(null);

/** The columns that hold values, in the order they stand in. */
export const columnIds = (api: GridApi): string[] => api.getAllDisplayedColumns().map((column) => column.getColId()).filter((id) => !id.startsWith("ag-Grid"));

export interface Box {
  top: number;
  bottom: number;
  columns: string[];
}

export function boxOf(api: GridApi, range: Range | null): Box | null {
  if (!range) return null;
  const ids = columnIds(api);
  const [from, to] = [ids.indexOf(range.anchor.column), ids.indexOf(range.head.column)].sort((one, other) => one - other);
  if (from === undefined || to === undefined || from < 0) return null;
  const [top = 0, bottom = 0] = [range.anchor.row, range.head.row].sort((one, other) => one - other);
  return { top, bottom, columns: ids.slice(from, to + 1) };
}

export const isOneCell = (range: Range | null): boolean => !range || (range.anchor.row === range.head.row && range.anchor.column === range.head.column);

export const contains = (box: Box | null, row: number, column: string): boolean => box !== null && row >= box.top && row <= box.bottom && box.columns.includes(column);

/** The records of the block, without the heads of groups between them. */
export function recordsIn(api: GridApi<RecordData>, { top, bottom }: Pick<Box, "top" | "bottom">): RecordData[] {
  const rows: RecordData[] = [];
  for (let row = top; row <= bottom; row += 1) {
    const data = api.getDisplayedRowAtIndex(row)?.data;
    if (data && !data.group) rows.push(data);
  }
  return rows;
}

/** The range after a step of the arrow keys with Shift held. */
export function stepped(api: GridApi, range: Range, key: string): Range {
  const ids = columnIds(api);
  const at = ids.indexOf(range.head.column);
  const down = { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0;
  const right = { ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0;
  const row = Math.max(0, Math.min(api.getDisplayedRowCount() - 1, range.head.row + down));
  return { ...range, head: { row, column: ids[Math.max(0, Math.min(ids.length - 1, at + right))] ?? range.head.column } };
}
