// A click on a row opens the side panel; on a cell that can be edited it waits, for a second click means editing.
import type { CellClickedEvent, GridApi } from "ag-grid-community";
import { useCallback, useRef } from "react";
import type { RecordData } from "../../api/types";

const DOUBLE_CLICK = 230;

export function usePeek(peek: (id: string) => void) {
  const timer = useRef<number>(undefined);
  const cancel = useCallback(() => window.clearTimeout(timer.current), []);
  const onCellClicked = useCallback(
    ({ data, node, colDef, column, event, api }: CellClickedEvent<RecordData>) => {
      cancel();
      if (!data || node.rowPinned || event?.defaultPrevented || isControl(event) || isEditing(api)) return;
      const wait = column.isCellEditable(node) ? DOUBLE_CLICK : 0;
      if (colDef.colId?.startsWith("ag-Grid")) return;
      timer.current = window.setTimeout(() => peek(data.id), wait);
    },
    [peek, cancel],
  );
  return { onCellClicked, onCellDoubleClicked: cancel };
}

const isEditing = (api: GridApi): boolean => api.getEditingCells().length > 0;

/** Links, buttons and check boxes in a cell do what they do. */
function isControl(event: Event | null | undefined): boolean {
  return event?.target instanceof Element && event.target.closest("a, button, input, label") !== null;
}
