// Edits a cell with the editor of its field; Enter, Tab and leaving it save, Esc gives up.
import type { CustomCellEditorProps } from "ag-grid-react";
import type { KeyboardEvent } from "react";
import type { RecordData, UiObject } from "../../api/types";
import { fieldType } from "../../fields/display";
import { Editor } from "../../fields/editor";
import type { Path } from "../../lib/paths";
import { useLeave } from "../../lib/useLeave";
import classes from "./CellEditor.module.css";

type Props = CustomCellEditorProps<RecordData, unknown> & { path: Path; object: UiObject };

/** Ends editing after the editor has taken what was typed: some read it only when they lose the focus. */
function useFinish({ stopEditing, api, rowIndex, column }: Props): (then?: () => void) => void {
  return (then) => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setTimeout(() => {
      stopEditing();
      api.setFocusedCell(rowIndex, column);
      then?.();
    });
  };
}

/** In a text of several lines Enter breaks the line, and in an open list it picks. */
function isForEditor({ target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || ctrlKey || metaKey) return false;
  return target.matches('textarea, [contenteditable=true], [aria-haspopup="listbox"][aria-expanded="true"]');
}

/** Enter goes on to the next row, as in a spreadsheet. */
function below({ api, rowIndex, column }: Props, step: number): void {
  const row = api.getDisplayedRowAtIndex(rowIndex + step);
  if (!row?.data || row.data.group) return;
  api.ensureIndexVisible(rowIndex + step);
  api.setFocusedCell(rowIndex + step, column);
}

export function CellEditor(props: Props) {
  const { path, object, value, data, onValueChange, column, api } = props;
  const finish = useFinish(props);
  const box = useLeave<HTMLDivElement>(() => finish());
  const pick = (picked: unknown) => {
    onValueChange(picked);
    finish();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !isForEditor(event)) finish(() => below(props, event.shiftKey ? -1 : 1));
    if (event.key !== "Tab") return;
    event.preventDefault();
    finish(() => (event.shiftKey ? api.tabToPreviousCell() : api.tabToNextCell()));
  };
  const isMultiline = fieldType(path.field).multiline;
  const width = isMultiline ? Math.max(320, column.getActualWidth()) : undefined;
  return (
    <div ref={box} className={isMultiline ? classes.popup : classes.inline} style={{ width }} onKeyDown={onKeyDown}>
      <Editor autoFocus field={path.field} object={object} record={data} value={value ?? null} onChange={onValueChange} onPick={pick} />
    </div>
  );
}
