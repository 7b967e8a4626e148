// The cells of the grid: the name that opens the record, values, and the line of sums below.
import { ActionIcon } from "@mantine/core";
import { IconArrowsDiagonal } from "@tabler/icons-react";
import type { CustomCellRendererProps } from "ag-grid-react";
import type { MouseEvent } from "react";
import { useHref } from "react-router";
import type { RecordData, UiObject } from "../../api/types";
import { useText, Value } from "../../fields/display";
import { t } from "../../i18n";
import type { Path } from "../../lib/paths";
import { recordPath } from "../../shell/places";
import { canBeSummed } from "../data";
import classes from "./cells.module.css";
import { useGrid } from "./context";

type CellProps = CustomCellRendererProps<RecordData, unknown> & { path: Path; object: UiObject };

const opensElsewhere = (event: MouseEvent): boolean => event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;

function SumCell({ path, object }: CellProps) {
  const text = useText();
  const { sums, currency, state } = useGrid();
  const value = sums?.[`sum_${path.path}`];
  const isShown = state.view.sums?.includes(path.path) && canBeSummed(path.field) && value !== undefined;
  const shown = path.field.returns === "money" || path.field.type === "money" ? { amount: value, currency } : value;
  return isShown ? <span className={classes.sum} title={t("Sum of {field} in {objects}", { field: path.label, objects: object.plural })}>{text(path.field, shown)}</span> : null;
}

export function ValueCell(props: CellProps) {
  const { data, value, path, object, node } = props;
  if (node.rowPinned) return <SumCell {...props} />;
  if (!data) return null;
  return <Value field={path.field} value={value} record={path.isDirect ? data : undefined} object={object} />;
}

function Name({ data, path, object, value }: CellProps & { data: RecordData }) {
  const { peek, openPage } = useGrid();
  const text = useText()(path.field, value, data) || t("Without a name");
  const href = useHref(recordPath(object.name, data.id));
  const onClick = (event: MouseEvent) => {
    if (opensElsewhere(event)) return;
    event.preventDefault();
    peek(data.id);
  };
  return (
    <span className={classes.name}>
      <a className={`${classes.link} dg-ellipsis`} href={href} tabIndex={-1} onClick={onClick}>
        {text}
      </a>
      <ActionIcon className={classes.open} variant="default" size={22} tabIndex={-1} aria-label={t("Open the page")} onClick={() => openPage(data.id)}>
        <IconArrowsDiagonal size={13} />
      </ActionIcon>
    </span>
  );
}

function TotalCell() {
  const { total } = useGrid();
  return <span className={classes.total}>{total === undefined ? "" : t("{count} records", { count: total })}</span>;
}

export function NameCell(props: CellProps) {
  const { data, node } = props;
  if (node.rowPinned) return <TotalCell />;
  return data ? <Name {...props} data={data} /> : null;
}
