// Edits a cell with the editor of its field; leaving it saves, Esc gives up.
import type { CustomCellEditorProps } from "ag-grid-react";
import type { RecordData, UiObject } from "../../api/types";
import { fieldType } from "../../fields/display";
import { Editor } from "../../fields/editor";
import type { Path } from "../../lib/paths";
import { useLeave } from "../../lib/useLeave";
import classes from "./CellEditor.module.css";

type Props = CustomCellEditorProps<RecordData, unknown> & { path: Path; object: UiObject };

export function CellEditor({ path, object, value, data, onValueChange, stopEditing, column }: Props) {
  const box = useLeave<HTMLDivElement>(() => stopEditing());
  const pick = (picked: unknown) => {
    onValueChange(picked);
    setTimeout(() => stopEditing()); // after the grid has taken the value
  };
  const isMultiline = fieldType(path.field).multiline;
  const width = isMultiline ? Math.max(320, column.getActualWidth()) : undefined;
  return (
    <div ref={box} className={isMultiline ? classes.popup : classes.inline} style={{ width }}>
      <Editor autoFocus field={path.field} object={object} record={data} value={value ?? null} onChange={onValueChange} onPick={pick} />
    </div>
  );
}
