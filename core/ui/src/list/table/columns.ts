// The columns of the grid from the paths of a view.
import type { ColDef, SuppressKeyboardEventParams, ValueGetterParams } from "ag-grid-community";
import type { RecordData, UiObject } from "../../api/types";
import { fieldType, isEditable } from "../../fields/display";
import type { Path } from "../../lib/paths";
import { valueAt } from "../../lib/paths";
import { CellEditor } from "./CellEditor";
import { ColumnHeader } from "./ColumnHeader";
import { NameCell, ValueCell } from "./cells";

export type Widths = Record<string, number>;

const WIDTHS: Record<string, number> = {
  boolean: 96, integer: 110, decimal: 120, percent: 110, money: 140, date: 124, datetime: 158, time: 90, duration: 110,
  choice: 142, user: 164, email: 200, phone: 160, url: 190, long_text: 240, tags: 170, multi_choice: 180,
};
const NAME_WIDTH = 240;
const USUAL_WIDTH = 164;

const widthOf = (path: Path, isName: boolean): number => (isName ? NAME_WIDTH : (WIDTHS[path.field.returns ?? path.field.type] ?? USUAL_WIDTH));

export const canEditCell = (object: UiObject, path: Path): boolean =>
  path.isDirect && object.rights.edit && (isEditable(path.field) || (path.field.name === "owner_id" && path.field.editable));

const OWN_KEYS = new Set(["Enter", "Delete", "Backspace"]);

/** Letters are shortcuts here, and Enter opens the record: F2 and a double click edit. While editing, the editor decides. */
function suppressed({ editing, event }: SuppressKeyboardEventParams): boolean {
  if (editing) return event.key === "Enter" || event.key === "Tab";
  return OWN_KEYS.has(event.key) || (event.key.length === 1 && event.key !== " ");
}

const isSame = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

export function columnOf(object: UiObject, path: Path, isName: boolean, widths: Widths): ColDef<RecordData> {
  const type = fieldType(path.field);
  return {
    colId: path.path,
    headerName: path.label,
    headerComponent: ColumnHeader,
    headerComponentParams: { path },
    valueGetter: ({ data }: ValueGetterParams<RecordData>) => data && valueAt(data, path),
    equals: isSame,
    cellRenderer: isName ? NameCell : ValueCell,
    cellRendererParams: { path, object },
    cellEditor: CellEditor,
    cellEditorParams: { path, object },
    cellEditorPopup: type.multiline ?? false,
    cellClass: type.align === "right" ? "dg-cell-right" : undefined,
    headerClass: type.align === "right" ? "dg-head-right" : undefined,
    editable: ({ node }) => !node.rowPinned && canEditCell(object, path),
    width: widths[path.path] ?? widthOf(path, isName),
    minWidth: 70,
    pinned: isName ? "left" : null,
    lockPosition: isName ? "left" : false,
    lockPinned: true,
    suppressKeyboardEvent: suppressed,
    sortable: false,
  };
}
