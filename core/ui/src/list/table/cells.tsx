// The cells of the grid: the name that opens the record, values, and the line of sums below.
import { IconArrowsDiagonal } from "@tabler/icons-react";
import type { CustomCellRendererProps } from "ag-grid-react";
import type { MouseEvent } from "react";
import type { RecordData, UiObject } from "../../api/types";
import { queryClient } from "../../app/queryClient";
import { useText, Value } from "../../fields/display";
import { t } from "../../i18n";
import type { Path } from "../../lib/paths";
import { readAhead } from "../../record/data";
import { recordPath } from "../../shell/places";
import { figureLabel, figureValue, functionLabel } from "../figures";
import { useFigureText } from "../useFigureText";
import classes from "./cells.module.css";
import { useGrid } from "./context";

type CellProps = CustomCellRendererProps<RecordData, unknown> & { path: Path; object: UiObject };

const opensElsewhere = (event: MouseEvent): boolean => event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;

function FigureCell({ path, object }: CellProps) {
  const text = useFigureText();
  const { figures, totals } = useGrid();
  const shown = figures.filter((figure) => path.isDirect && figure.field.name === path.path).map((figure) => ({ figure, value: figureValue(totals, figure) }));
  return (
    <span className={classes.sums}>
      {shown.map(({ figure, value }) =>
        value === null ? null : (
          <span key={figure.text} className={classes.sum} title={t("{figure} in {objects}", { figure: figureLabel(figure), objects: object.plural })}>
            {figure.function !== "sum" && <small>{functionLabel(figure.function)}</small>}
            {text(figure, value).full}
          </span>
        ),
      )}
    </span>
  );
}

export function ValueCell(props: CellProps) {
  const { data, value, path, object, node } = props;
  if (node.rowPinned) return <FigureCell {...props} />;
  if (!data) return null;
  return <Value field={path.field} value={value} record={path.isDirect ? data : undefined} object={object} />;
}

const INTENT = 80; // milliseconds for which a pointer rests on what it means
const pointed: { timer?: number } = {};
const pointAway = () => window.clearTimeout(pointed.timer);

function pointAt(object: UiObject, id: string): void {
  pointAway();
  pointed.timer = window.setTimeout(() => readAhead(queryClient, object, id), INTENT);
}

function Name({ data, path, object, value }: CellProps & { data: RecordData }) {
  const { peek, openPage } = useGrid();
  const text = useText()(path.field, value, data) || t("Without a name");
  const onClick = (event: MouseEvent) => {
    if (opensElsewhere(event)) return;
    event.preventDefault();
    peek(data.id);
  };
  return (
    <span className={classes.name}>
      <a className={`${classes.link} dg-ellipsis`} onPointerEnter={() => pointAt(object, data.id)} onPointerLeave={pointAway} href={recordPath(object.name, data.id)} tabIndex={-1} onClick={onClick}>
        {text}
      </a>
      <button type="button" className={classes.open} tabIndex={-1} aria-label={t("Open the page")} onClick={() => openPage(data.id)}>
        <IconArrowsDiagonal size={13} />
      </button>
    </span>
  );
}

/** How many records there are, and the figures of fields that aren't columns. */
function TotalCell({ object }: { object: UiObject }) {
  const { total, totals, figures, state } = useGrid();
  const text = useFigureText();
  const rest = figures.flatMap((figure) => {
    const value = figureValue(totals, figure);
    const isColumn = state.view.columns?.includes(figure.field.name) && figure.field.name !== object.name_field;
    return isColumn || value === null ? [] : [`${figureLabel(figure)} ${text(figure, value).short}`];
  });
  return <span className={`${classes.total} dg-ellipsis`}>{[total === undefined ? "" : t("{count} records", { count: total }), ...rest].filter(Boolean).join(" · ")}</span>;
}

export function NameCell(props: CellProps) {
  const { data, node, object } = props;
  if (node.rowPinned) return <TotalCell object={object} />;
  return data ? <Name {...props} data={data} /> : null;
}
