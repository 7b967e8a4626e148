// The columns of the grid, and what the user does to them: width, order; both belong to the view.
import type { ColDef, ColumnMovedEvent, ColumnResizedEvent } from "ag-grid-community";
import { useCallback, useEffect, useMemo } from "react";
import type { RecordData } from "../../api/types";
import { warmEditors } from "../../fields/registry";
import { useIsPhone } from "../../lib/screen";
import type { Path } from "../../lib/paths";
import type { ListState } from "../useListState";
import { canEditCell, columnOf, type CellLook } from "./columns";

const QUIET = 400; // milliseconds in which the list itself comes first

export function useColumns({ object, view, change }: ListState, paths: Path[], look: CellLook) {
  const isPhone = useIsPhone();
  const { widths } = view;
  const frozen = isPhone ? 1 : (view.frozen ?? 1);
  const columnDefs = useMemo<ColDef<RecordData>[]>(() => {
    const isName = (path: Path) => path.path === object.name_field;
    const ordered = [...paths].sort((one, other) => Number(isName(other)) - Number(isName(one))); // the name stands first
    return ordered.map((path, at) => columnOf(object, path, { isName: isName(path), width: widths?.[path.path], isFrozen: at < frozen }, look));
  }, [paths, object, widths, frozen, look]);
  useEffect(() => {
    const waiting = setTimeout(() => warmEditors(paths.filter((path) => canEditCell(object, path)).map((path) => path.field)), QUIET);
    return () => clearTimeout(waiting);
  }, [object, paths]);
  const onColumnResized = useCallback(
    ({ finished, column, source }: ColumnResizedEvent) => {
      if (!finished || !column || source !== "uiColumnResized") return;
      change({ widths: { ...widths, [column.getColId()]: Math.round(column.getActualWidth()) } });
    },
    [change, widths],
  );
  const onColumnMoved = useCallback(
    ({ finished, api, source }: ColumnMovedEvent) => {
      if (!finished || source !== "uiColumnMoved") return;
      const order = api.getAllDisplayedColumns().map((column) => column.getColId());
      change({ columns: order.filter((name) => view.columns?.includes(name)) });
    },
    [change, view.columns],
  );
  return { columnDefs, onColumnResized, onColumnMoved };
}
