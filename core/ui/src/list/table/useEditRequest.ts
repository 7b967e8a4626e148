// Editing a cell asks for a save; the grid itself changes nothing.
import type { CellEditRequestEvent } from "ag-grid-community";
import { useCallback } from "react";
import type { RecordData } from "../../api/types";
import type { Path } from "../../lib/paths";
import type { CellEdits } from "./useCellEdits";

export function useEditRequest(paths: Path[], save: CellEdits["save"]) {
  return useCallback(
    ({ data, colDef, newValue }: CellEditRequestEvent<RecordData>) => {
      const path = paths.find((one) => one.path === colDef.colId);
      if (path) void save(data, path.field, newValue);
    },
    [paths, save],
  );
}
