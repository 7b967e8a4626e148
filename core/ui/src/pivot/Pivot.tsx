// A view as a pivot: figures by what stands in the rows and in the columns; each leads to the list behind it.
import { Center, Text } from "@mantine/core";
import { useMemo } from "react";
import { useCatalogue } from "../api/client";
import { Problem } from "../app/ErrorBoundary";
import { useLocale } from "../fields/useLocale";
import { both } from "../filter/write";
import { t } from "../i18n";
import { canGroup, groupFilter, groupingOf, groupLabel, valueIn, type Grouping, type GroupRow } from "../lib/groups";
import { EmptyList } from "../list/EmptyList";
import { figureLabel, figuresOf, figureValue, type Figure } from "../list/figures";
import type { FormProps } from "../list/form";
import { ListSkeleton } from "../list/ListSkeleton";
import { ownFields } from "../list/places";
import { useFigureText } from "../list/useFigureText";
import type { ListState } from "../list/useListState";
import { usePivot, type PivotData } from "./data";
import classes from "./Pivot.module.css";

interface PartProps {
  state: ListState;
  rows: Grouping;
  columns: Grouping | null;
  figures: Figure[];
  data: PivotData;
}

/** The list behind a number; Back returns to the pivot. */
function useDrill(state: ListState) {
  return (...filters: (string | undefined)[]) => state.change({ form: "table", group_by: "", split_by: "", filter: both(state.view.filter, ...filters) }, true);
}

function Numbers({ row, figures, label, drill, isTotal }: { row: GroupRow | undefined; figures: Figure[]; label: string; drill: () => void; isTotal?: boolean }) {
  const text = useFigureText();
  const count = Number(row?.count ?? 0);
  const shown = figures.length > 0 ? figures.map((figure) => text(figure, figureValue(row, figure)).short) : [String(count)];
  return shown.map((number, at) => (
    <td key={figures[at]?.text ?? "count"} data-total={isTotal || undefined}>
      {count > 0 && (
        <button type="button" className="dg-number" aria-label={t("{number}: {place}", { number: number || "0", place: label })} onClick={drill}>
          {number || "–"}
        </button>
      )}
    </td>
  ));
}

function Heads({ columns, figures, data, label }: Omit<PartProps, "state"> & { label: (row: GroupRow) => string }) {
  const span = Math.max(1, figures.length);
  const names = columns ? [...data.columns.map(label), t("Total")] : [t("Total")];
  const [only] = figures;
  const isMany = figures.length > 1;
  return (
    <thead>
      <tr>
        <th rowSpan={isMany ? 2 : 1} className={classes.corner}>{isMany ? "" : only ? figureLabel(only) : t("How many")}</th>
        {names.map((name, at) => (
          <th key={at} scope="colgroup" colSpan={span} className="dg-ellipsis">
            {name}
          </th>
        ))}
      </tr>
      {isMany && (
        <tr className={classes.figures}>
          {names.flatMap((_, at) => figures.map((figure) => <th key={`${at}:${figure.text}`} scope="col">{figureLabel(figure)}</th>))}
        </tr>
      )}
    </thead>
  );
}

function Body({ state, rows, columns, figures, data }: PartProps) {
  const locale = useLocale();
  const drill = useDrill(state);
  const rowName = (row: GroupRow) => groupLabel(locale, rows, row);
  const columnName = (row: GroupRow) => (columns ? groupLabel(locale, columns, row) : "");
  const filterOf = (grouping: Grouping | null, row: GroupRow) => (grouping ? groupFilter(grouping, valueIn(row, grouping)) : undefined);
  return (
    <tbody>
      {data.rows.map((row) => (
        <tr key={valueIn(row, rows) ?? ""}>
          <th scope="row" className="dg-ellipsis">{rowName(row)}</th>
          {columns && data.columns.map((column) => (
            <Numbers key={valueIn(column, columns) ?? ""} row={data.cell(valueIn(row, rows), valueIn(column, columns))} figures={figures} label={`${rowName(row)}, ${columnName(column)}`} drill={() => drill(filterOf(rows, row), filterOf(columns, column))} />
          ))}
          <Numbers row={row} figures={figures} label={rowName(row)} drill={() => drill(filterOf(rows, row))} isTotal={columns !== null} />
        </tr>
      ))}
      <tr className={classes.foot}>
        <th scope="row">{t("Total")}</th>
        {columns && data.columns.map((column) => <Numbers key={valueIn(column, columns) ?? ""} row={column} figures={figures} label={columnName(column)} drill={() => drill(filterOf(columns, column))} />)}
        <Numbers row={data.all} figures={figures} label={t("Total")} drill={() => drill()} isTotal={columns !== null} />
      </tr>
    </tbody>
  );
}

function Shown({ state, listing, rows, columns }: FormProps & { rows: Grouping; columns: Grouping | null }) {
  const locale = useLocale();
  const { object, view } = state;
  const figures = useMemo(() => figuresOf(object, view.sums), [object, view.sums]);
  const { data, error } = usePivot(listing, rows, columns, figures);
  if (error && !data) return <Problem error={error} />;
  if (!data) return <ListSkeleton />;
  if (data.rows.length === 0) return <EmptyList state={state} />;
  const parts = { rows, columns, figures, data };
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("Pivot")}>
      {data.isCut && <Text size="xs" c="dimmed" p="xs">{t("There are more groups than fit; narrow the filter.")}</Text>}
      <table className={classes.pivot}>
        <Heads {...parts} label={(row) => (columns ? groupLabel(locale, columns, row) : "")} />
        <Body state={state} {...parts} />
      </table>
    </div>
  );
}

export default function Pivot(props: FormProps) {
  const catalogue = useCatalogue();
  const { object, view, q } = props.state;
  const first = object.path ?? ownFields(object).find(canGroup)?.name;
  const rows = useMemo(() => groupingOf(catalogue, object, view.group_by || first), [catalogue, object, view.group_by, first]);
  const columns = useMemo(() => groupingOf(catalogue, object, view.split_by), [catalogue, object, view.split_by]);
  if (rows && !q) return <Shown {...props} rows={rows} columns={columns?.key === rows.key ? null : columns} />;
  return (
    <Center h="100%" p="xl">
      <Text c="dimmed">{q ? t("A pivot counts what a filter finds; it knows no words to look for.") : t("A pivot needs a field to group by.")}</Text>
    </Center>
  );
}
