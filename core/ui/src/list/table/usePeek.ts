// A click on a name opens the side panel; other cells are only chosen, as in a spreadsheet.
import type { CellClickedEvent } from "ag-grid-community";
import { useCallback, useRef } from "react";
import type { RecordData } from "../../api/types";

const DOUBLE_CLICK = 230;

/** Links, buttons and check boxes in a cell do what they do. */
function isControl(event: Event | null | undefined): boolean {
  return event?.target instanceof Element && event.target.closest("a, button, input, label") !== null;
}

export function usePeek(nameField: string, peek: (id: string) => void) {
  const timer = useRef<number>(undefined);
  const cancel = useCallback(() => window.clearTimeout(timer.current), []);
  const onCellClicked = useCallback(
    ({ data, node, column, event, api }: CellClickedEvent<RecordData>) => {
      cancel();
      const isHeld = event instanceof MouseEvent && event.shiftKey;
      if (!data || data.group || node.rowPinned || event?.defaultPrevented || isControl(event) || isHeld || api.getEditingCells().length > 0) return;
      if (column.getColId() === nameField) timer.current = window.setTimeout(() => peek(data.id), column.isCellEditable(node) ? DOUBLE_CLICK : 0);
    },
    [peek, cancel, nameField],
  );
  return { onCellClicked, onCellDoubleClicked: cancel };
}
