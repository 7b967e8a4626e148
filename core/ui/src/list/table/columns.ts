// The columns of the grid from the paths of a view.
import type { ColDef, SuppressKeyboardEventParams, ValueGetterParams } from "ag-grid-community";
import type { RecordData, UiObject } from "../../api/types";
import { fieldType, isEditable } from "../../fields/display";
import type { Path } from "../../lib/paths";
import { valueAt } from "../../lib/paths";
import { CellEditor } from "./CellEditor";
import { ColumnHeader } from "./ColumnHeader";
import { NameCell, ValueCell } from "./cells";

/** What the look of a cell depends on besides its value. */
export interface CellLook {
  isIn: (row: number | null, column: string) => boolean;
  isCorner: (row: number | null, column: string) => boolean;
  wrong: (id: string, field: string) => string | undefined;
}

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
const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

/** Letters are shortcuts here; Enter, Delete and arrows with Shift are told by `useGridKeys`. While editing, the editor decides. */
function suppressed({ editing, event }: SuppressKeyboardEventParams): boolean {
  if (editing) return event.key === "Enter" || event.key === "Tab";
  if (event.shiftKey && ARROWS.has(event.key)) return true;
  return OWN_KEYS.has(event.key) || (event.key.length === 1 && event.key !== " ");
}

const isSame = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

type Rules = NonNullable<ColDef<RecordData>["cellClassRules"]>;

function rulesOf(object: UiObject, path: Path, look: CellLook): Rules {
  const isClosed = object.rights.edit && !canEditCell(object, path);
  return {
    "dg-cell-closed": ({ node }) => isClosed && !node.rowPinned,
    "dg-cell-chosen": ({ node }) => !node.rowPinned && look.isIn(node.rowIndex, path.path),
    "dg-cell-corner": ({ node }) => !node.rowPinned && look.isCorner(node.rowIndex, path.path),
    "dg-cell-wrong": ({ data }) => data !== undefined && look.wrong(data.id, path.path) !== undefined,
  };
}

interface Placed {
  isName: boolean;
  width: number | undefined;
  isFrozen: boolean;
}

export function columnOf(object: UiObject, path: Path, { isName, width, isFrozen }: Placed, look: CellLook): ColDef<RecordData> {
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
    cellClassRules: rulesOf(object, path, look),
    tooltipValueGetter: ({ data }) => data && look.wrong(data.id, path.path),
    editable: ({ node }) => !node.rowPinned && canEditCell(object, path),
    width: width ?? widthOf(path, isName),
    minWidth: 70,
    pinned: isFrozen ? "left" : null,
    lockPosition: isName ? "left" : false,
    lockPinned: true,
    suppressKeyboardEvent: suppressed,
    sortable: false,
  };
}
