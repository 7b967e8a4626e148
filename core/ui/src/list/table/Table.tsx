// A view as a table: pages of records or groups of them, edited in place as in a spreadsheet, summed below.
import type { GetRowIdParams, GridApi, IsFullWidthRowParams, RowHeightParams, SelectionChangedEvent, ViewportChangedEvent } from "ag-grid-community";
import { AgGridReact } from "ag-grid-react";
import { useCallback, useEffect, useMemo, useRef, type UIEvent } from "react";
import { useCatalogue } from "../../api/client";
import type { RecordData } from "../../api/types";
import { Problem } from "../../app/ErrorBoundary";
import { styleNonce } from "../../app/theme";
import { rememberWalk } from "../../app/walk";
import { groupingOf, type Grouping } from "../../lib/groups";
import { useFigures, usePageAhead, usePages, useRows, useTotal } from "../data";
import { EmptyList } from "../EmptyList";
import { figuresOf, type Figure } from "../figures";
import { useOpenPage, type FormProps } from "../form";
import { STEP, useGrouped, type Grouped, type Line } from "../grouped";
import { ListSkeleton } from "../ListSkeleton";
import { GridProvider, type GridContext } from "./context";
import { GroupRow } from "./GroupRow";
import { gridTexts } from "./gridTexts";
import { gridTheme } from "./gridTheme";
import { tabToNextCell } from "./leave";
import classes from "./Table.module.css";
import type { Box } from "./range";
import { useBlock } from "./useBlock";
import { useCellEdits } from "./useCellEdits";
import { useColumns } from "./useColumns";
import { useEditRequest } from "./useEditRequest";
import { useGridKeys } from "./useGridKeys";
import { useLook } from "./useLook";
import { usePeek } from "./usePeek";
import { usePlace } from "./usePlace";
import { useRange } from "./useRange";

const AHEAD = 30; // rows before the end at which the next page is asked for
const BEYOND = 4; // rows drawn above and below what is seen
const SELECTION = { mode: "multiRow", enableClickSelection: false, checkboxes: true, headerCheckbox: true, isRowSelectable: ({ data }: { data?: RecordData }) => !data?.group } as const;
const SELECTION_COLUMN = { width: 40, pinned: "left", lockPosition: "left", resizable: false, suppressHeaderMenuButton: true } as const;
const HEIGHTS = { compact: 28, normal: 36, roomy: 48 };

const rowId = ({ data }: GetRowIdParams<RecordData>): string => data.id;
const isBetween = ({ rowNode }: IsFullWidthRowParams<RecordData>): boolean => Boolean(rowNode.data?.group);

/** The one row below the others that shows how many there are, and the figures. */
const FOOT = [{ id: "figures" }];

export default function Table(props: FormProps) {
  const { object, view, q } = props.state;
  const catalogue = useCatalogue();
  const grouping = useMemo(() => groupingOf(catalogue, object, view.group_by), [catalogue, object, view.group_by]);
  return grouping && !q ? <GroupedTable {...props} grouping={grouping} /> : <PlainTable {...props} />;
}

function PlainTable(props: FormProps) {
  const pages = usePages(props.listing);
  const rows = useRows(pages.data);
  usePageAhead(pages);
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <ListSkeleton />;
  if (rows.length === 0) return <EmptyList state={props.state} />;
  const more = () => pages.hasNextPage && !pages.isFetchingNextPage && void pages.fetchNextPage();
  return <Grid {...props} rows={rows} more={more} isStale={pages.isPlaceholderData} />;
}

function GroupedTable({ grouping, ...props }: FormProps & { grouping: Grouping }) {
  const { object, view } = props.state;
  const figures = useMemo(() => figuresOf(object, view.sums), [object, view.sums]);
  const grouped = useGrouped(props.listing, grouping, figures);
  if (grouped.error && !grouped.lines) return <Problem error={grouped.error} />;
  if (!grouped.lines) return <ListSkeleton />;
  if (grouped.lines.length === 0) return <EmptyList state={props.state} />;
  return <Grid {...props} rows={grouped.lines} grouped={grouped} />;
}

interface GridProps extends FormProps {
  rows: RecordData[];
  grouped?: Grouped;
  more?: () => void;
  /** The rows are those of the list before, shown until the new ones come. */
  isStale?: boolean;
}

function useGridContext({ state, listing, grouped }: GridProps, openPage: (id: string) => void): GridContext {
  const { object, view } = state;
  const figures = useMemo(() => figuresOf(object, view.sums), [object, view.sums]);
  const totals = useFigures(listing, figures);
  const total = useTotal(listing);
  return useMemo(() => ({ state, figures, totals, total, grouped, openPage, peek: state.show }), [state, figures, totals, total, grouped, openPage]);
}

/** Records are as high as the view wants, what stands for many as high as they will be, the foot as its figures need. */
function useRowHeight(height: number, figures: Figure[]) {
  const most = Math.max(1, ...[...Map.groupBy(figures, ({ field }) => field.name).values()].map((some) => some.length));
  return useCallback(
    ({ data, node }: RowHeightParams<RecordData>) => {
      const line = (data as Line | undefined)?.group;
      if (node.rowPinned) return Math.max(HEIGHTS.normal, most * 18 + 12);
      if (line?.kind === "loading") return Math.min(line.of.count, STEP) * height;
      return line ? HEIGHTS.normal : height;
    },
    [height, most],
  );
}

function Grid(props: GridProps) {
  const { state, listing, selection, rows, grouped, more, isStale } = props;
  const { object, view, open, show } = state;
  const grid = useRef<GridApi<RecordData>>(null);
  const ids = useCallback(() => rows.filter((row) => !row.group).map((row) => row.id), [rows]);
  const openPage = useOpenPage(object.name, ids);
  const context = useGridContext(props, openPage);
  const edits = useCellEdits(object, listing.paths);
  const fill = useRef<(box: Box) => void>(() => undefined);
  const chosen = useRange(grid, fill);
  const block = useBlock({ grid, object, paths: listing.paths, range: chosen.range, edits });
  useEffect(() => {
    fill.current = block.fillDown;
  }, [block.fillDown]);
  const look = useLook(grid, chosen.range, edits.wrong);
  const columns = useColumns(state, listing.paths, look);
  const peek = usePeek(object.name_field, show);
  const place = usePlace(listing);
  const follow = useCallback((id: string) => open && show(id), [open, show]);
  const toggleGroup = useCallback((key: string) => grouped?.toggle(key), [grouped]);
  const onCellKeyDown = useGridKeys({ grid, range: chosen.range, nameField: object.name_field, openPage, follow, peek: show, undo: () => void edits.undo(), fillDown: block.fillDown, empty: block.empty, toggleGroup });
  const onCellEditRequest = useEditRequest(listing.paths, edits.save);
  const { select } = selection;
  const onSelectionChanged = useCallback(({ api }: SelectionChangedEvent<RecordData>) => select(api.getSelectedRows().map((row) => row.id)), [select]);
  const onViewportChanged = ({ lastRow }: ViewportChangedEvent) => lastRow > rows.length - AHEAD && more?.();
  const density = HEIGHTS[view.density ?? "normal"] ?? HEIGHTS.normal;
  /** The grid tells of it when it has drawn; the next page needn't wait for that. */
  const onScroll = ({ target }: UIEvent<HTMLDivElement>) => {
    const { scrollTop, clientHeight, scrollHeight } = target as HTMLElement;
    if (scrollTop > 0 && scrollTop + clientHeight > scrollHeight - AHEAD * density) more?.();
  };
  const rowHeight = useRowHeight(density, context.figures);
  useEffect(() => rememberWalk(object.name, ids(), location.pathname + location.search), [object.name, ids]);
  useEffect(() => grid.current?.resetRowHeights(), [rowHeight]);
  useEffect(() => {
    if (selection.ids.length === 0) grid.current?.deselectAll();
  }, [selection.ids]);
  return (
    <GridProvider value={context}>
      <div className={classes.grid} data-stale={isStale || undefined} onCopy={block.onCopy} onPaste={block.onPaste} onScrollCapture={onScroll}>
        <AgGridReact<RecordData>
          theme={gridTheme}
          styleNonce={styleNonce()}
          localeText={gridTexts()}
          rowData={rows}
          getRowId={rowId}
          getRowHeight={rowHeight}
          isFullWidthRow={isBetween}
          fullWidthCellRenderer={GroupRow}
          embedFullWidthRows={false}
          pinnedBottomRowData={FOOT}
          columnDefs={columns.columnDefs}
          selectionColumnDef={SELECTION_COLUMN}
          rowSelection={SELECTION}
          readOnlyEdit
          suppressCellFocus={false}
          tabToNextCell={tabToNextCell}
          suppressScrollOnNewData
          suppressDragLeaveHidesColumns
          rowBuffer={BEYOND}
          animateRows={false}
          tooltipShowDelay={200}
          scrollbarWidth={10}
          onGridReady={({ api }) => (grid.current = api)}
          onColumnResized={columns.onColumnResized}
          onColumnMoved={columns.onColumnMoved}
          onCellMouseDown={chosen.onCellMouseDown}
          onCellMouseOver={chosen.onCellMouseOver}
          onCellFocused={chosen.onCellFocused}
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
