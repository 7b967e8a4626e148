// The cells of the grid: the name that opens the record, values, and the line of sums below.
import { ActionIcon } from "@mantine/core";
import { IconArrowsDiagonal } from "@tabler/icons-react";
import type { CustomCellRendererProps } from "ag-grid-react";
import type { MouseEvent } from "react";
import { useHref } from "react-router";
import type { RecordData, UiObject } from "../../api/types";
import { useText, Value } from "../../fields/display";
import { t } from "../../i18n";
import { useSumText } from "../../lib/compact";
import type { Path } from "../../lib/paths";
import { recordPath } from "../../shell/places";
import { summedField } from "../data";
import classes from "./cells.module.css";
import { useGrid } from "./context";

type CellProps = CustomCellRendererProps<RecordData, unknown> & { path: Path; object: UiObject };

const opensElsewhere = (event: MouseEvent): boolean => event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;

function SumCell({ path, object }: CellProps) {
  const text = useSumText();
  const { sums, state } = useGrid();
  const summed = state.view.sums?.find((name) => summedField(object, name)?.name === path.path);
  const value = sums?.[`sum_${summed}`];
  const isShown = value !== undefined && value !== null;
  return isShown ? <span className={classes.sum} title={t("Sum of {field} in {objects}", { field: path.label, objects: object.plural })}>{text(path.field, value).full}</span> : null;
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

/** How many records there are, and the sums of fields that aren't columns. */
function TotalCell({ object }: { object: UiObject }) {
  const { total, sums, state } = useGrid();
  const text = useSumText();
  const rest = (state.view.sums ?? []).flatMap((name) => {
    const field = summedField(object, name);
    const value = sums?.[`sum_${name}`];
    const isColumn = state.view.columns?.includes(field?.name ?? "");
    return field && !isColumn && value !== undefined && value !== null ? [`${field.label} ${text(field, value).short}`] : [];
  });
  return <span className={`${classes.total} dg-ellipsis`}>{[total === undefined ? "" : t("{count} records", { count: total }), ...rest].filter(Boolean).join(" · ")}</span>;
}

export function NameCell(props: CellProps) {
  const { data, node, object } = props;
  if (node.rowPinned) return <TotalCell object={object} />;
  return data ? <Name {...props} data={data} /> : null;
}
