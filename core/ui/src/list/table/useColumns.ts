// The columns of the grid, and what the user does to them: width, order.
import type { ColDef, ColumnMovedEvent, ColumnResizedEvent } from "ag-grid-community";
import { useCallback, useMemo } from "react";
import type { RecordData } from "../../api/types";
import type { Path } from "../../lib/paths";
import { useStored } from "../../lib/stored";
import type { ListState } from "../useListState";
import { columnOf, type Widths } from "./columns";

export function useColumns({ object, view, change }: ListState, paths: Path[]) {
  const [widths, setWidths] = useStored<Widths>(`widths.${object.name}`, {});
  const columnDefs = useMemo<ColDef<RecordData>[]>(
    () => paths.map((path) => columnOf(object, path, path.path === object.name_field, widths)),
    [paths, object, widths],
  );
  const onColumnResized = useCallback(
    ({ finished, column, source }: ColumnResizedEvent) => {
      if (!finished || !column || source !== "uiColumnResized") return;
      setWidths((before) => ({ ...before, [column.getColId()]: column.getActualWidth() }));
    },
    [setWidths],
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
