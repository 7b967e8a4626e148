// A view as a table: pages of records, edited in place, walked by keys, summed below.
import type { CellEditRequestEvent, GetRowIdParams, GridApi, SelectionChangedEvent, ViewportChangedEvent } from "ag-grid-community";
import { AgGridReact } from "ag-grid-react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { RecordData } from "../../api/types";
import { Problem } from "../../app/ErrorBoundary";
import { styleNonce } from "../../app/theme";
import { rememberWalk } from "../../app/walk";
import type { Path } from "../../lib/paths";
import { usePages, useRows, useSums, useTotal } from "../data";
import { useCellEdits } from "../edits";
import { EmptyList } from "../EmptyList";
import { useOpenPage, type FormProps } from "../form";
import { ListSkeleton } from "../ListSkeleton";
import { GridProvider, type GridContext } from "./context";
import { gridTexts } from "./gridTexts";
import { gridTheme } from "./gridTheme";
import classes from "./Table.module.css";
import { useColumns } from "./useColumns";
import { useGridKeys } from "./useGridKeys";
import { usePeek } from "./usePeek";
import { usePlace } from "./usePlace";

const AHEAD = 30; // rows before the end at which the next page is asked for
const SELECTION = { mode: "multiRow", enableClickSelection: false, checkboxes: true, headerCheckbox: true } as const;
const SELECTION_COLUMN = { width: 40, pinned: "left", lockPosition: "left", resizable: false, suppressHeaderMenuButton: true } as const;

const rowId = ({ data }: GetRowIdParams<RecordData>): string => data.id;

/** The one row below the others that shows how many there are, and the sums. */
const FOOT = [{ id: "sums" }];

export default function Table({ state, listing, selection }: FormProps) {
  const pages = usePages(listing);
  const rows = useRows(pages.data);
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <ListSkeleton />;
  if (rows.length === 0) return <EmptyList state={state} />;
  const more = () => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage();
  return <Grid state={state} listing={listing} selection={selection} rows={rows} more={more} isStale={pages.isPlaceholderData} />;
}

interface GridProps extends FormProps {
  rows: RecordData[];
  more: () => void;
  /** The rows are those of the list before, shown until the new ones come. */
  isStale: boolean;
}

function useGridContext({ state, listing }: FormProps, openPage: (id: string) => void): GridContext {
  const sums = useSums(listing, state.view.sums ?? []);
  const total = useTotal(listing);
  return useMemo(() => ({ state, sums, total, openPage, peek: state.show }), [state, sums, total, openPage]);
}

/** Editing a cell asks for a save; the grid itself changes nothing. */
function useEditRequest(paths: Path[], save: ReturnType<typeof useCellEdits>["save"]) {
  return useCallback(
    ({ data, colDef, newValue }: CellEditRequestEvent<RecordData>) => {
      const path = paths.find((one) => one.path === colDef.colId);
      if (path) void save(data, path.field, newValue);
    },
    [paths, save],
  );
}

function Grid(props: GridProps) {
  const { state, listing, selection, rows, more, isStale } = props;
  const { object, open, show } = state;
  const grid = useRef<GridApi<RecordData>>(null);
  const ids = useCallback(() => rows.map((row) => row.id), [rows]);
  const openPage = useOpenPage(object.name, ids);
  const context = useGridContext(props, openPage);
  const edits = useCellEdits(object, listing.paths);
  const columns = useColumns(state, listing.paths);
  const peek = usePeek(show);
  const place = usePlace(listing);
  const follow = useCallback((id: string) => open && show(id), [open, show]);
  const onCellKeyDown = useGridKeys({ grid, openPage, follow, undo: () => void edits.undo() });
  const onCellEditRequest = useEditRequest(listing.paths, edits.save);
  const { select } = selection;
  const onSelectionChanged = useCallback(({ api }: SelectionChangedEvent<RecordData>) => select(api.getSelectedRows().map((row) => row.id)), [select]);
  const onViewportChanged = ({ lastRow }: ViewportChangedEvent) => lastRow > rows.length - AHEAD && more();
  useEffect(() => rememberWalk(object.name, ids(), location.pathname + location.search), [object.name, ids]);
  useEffect(() => {
    if (selection.ids.length === 0) grid.current?.deselectAll();
  }, [selection.ids]);
  return (
    <GridProvider value={context}>
      <div className={classes.grid} data-stale={isStale || undefined}>
        <AgGridReact<RecordData>
          theme={gridTheme}
          styleNonce={styleNonce()}
          localeText={gridTexts()}
          rowData={rows}
          getRowId={rowId}
          pinnedBottomRowData={FOOT}
          columnDefs={columns.columnDefs}
          selectionColumnDef={SELECTION_COLUMN}
          rowSelection={SELECTION}
          readOnlyEdit
          suppressCellFocus={false}
          suppressScrollOnNewData
          suppressDragLeaveHidesColumns
          animateRows={false}
          scrollbarWidth={10}
          onGridReady={({ api }) => (grid.current = api)}
          onColumnResized={columns.onColumnResized}
          onColumnMoved={columns.onColumnMoved}
          onCellClicked={peek.onCellClicked}
          onCellDoubleClicked={peek.onCellDoubleClicked}
          onCellKeyDown={onCellKeyDown}
          onCellEditRequest={onCellEditRequest}
          onSelectionChanged={onSelectionChanged}
          onViewportChanged={onViewportChanged}
          onBodyScrollEnd={place.onBodyScrollEnd}
          onFirstDataRendered={place.onFirstDataRendered}
        />
      </div>
    </GridProvider>
  );
}
