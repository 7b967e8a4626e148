// Tab leaves the table, as the arrows walk inside it; while a value is typed, Tab saves it and goes on to the next cell.
import type { TabToNextCellParams } from "ag-grid-community";
import type { RecordData } from "../../api/types";

const TABBED = 'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** What Tab reaches beside the table, in its direction; at the end of the page it is the other end of it. */
function beside(grid: Element, backwards: boolean): HTMLElement | undefined {
  const side = backwards ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const all = [...document.querySelectorAll<HTMLElement>(TABBED)].filter((one) => one.tabIndex >= 0 && !grid.contains(one) && one.checkVisibility({ visibilityProperty: true }));
  const there = all.filter((one) => grid.compareDocumentPosition(one) & side);
  return backwards ? (there.at(-1) ?? all.at(-1)) : (there[0] ?? all[0]);
}

export function tabToNextCell({ editing, backwards, nextCellPosition }: TabToNextCellParams<RecordData>) {
  const grid = document.activeElement?.closest(".ag-root-wrapper");
  if (editing || !grid) return nextCellPosition ?? true;
  queueMicrotask(() => beside(grid, backwards)?.focus()); // the table gives the focus to its cell first
  return true;
}
