// The head of a column: its name, how many cards it has and should have at most, its sums.
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconChevronsLeft, IconChevronsRight } from "@tabler/icons-react";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { figureLabel, figuresOf, figureValue } from "../list/figures";
import { useFigureText } from "../list/useFigureText";
import type { ListState } from "../list/useListState";
import classes from "./Board.module.css";
import { isOver, type Column } from "./columns";

interface ColumnHeadProps {
  column: Column;
  state: ListState;
  /** Where columns can be folded. */
  fold?: () => void;
  folded?: boolean;
}

function Sums({ column, state }: Pick<ColumnHeadProps, "column" | "state">) {
  const text = useFigureText();
  const shown = figuresOf(state.object, state.view.sums).flatMap((figure) => {
    const value = figureValue(column.sums, figure);
    return value === null ? [] : [{ label: figureLabel(figure), ...text(figure, value) }];
  });
  return (
    <span className={`${classes.sums} dg-ellipsis dg-number`} title={shown.map(({ label, full }) => `${label}: ${full}`).join("\n")}>
      {shown.map(({ short }) => short).join(" · ")}
    </span>
  );
}

function Count({ column }: { column: Column }) {
  const { count, limit } = column;
  if (count === undefined) return null;
  if (!limit) return <span className={`${classes.count} dg-number`}>{count}</span>;
  const over = isOver(column);
  const said = over ? t("Cards: {n}, more than the {limit} that there should be", { n: count, limit }) : t("Cards: {n} of at most {limit}", { n: count, limit });
  return (
    <Tooltip label={said}>
      <span className={`${classes.count} dg-number`} data-over-limit={over || undefined} role="img" aria-label={said}>
        {over && <IconAlertTriangle size={13} aria-hidden />}
        {count}/{limit}
      </span>
    </Tooltip>
  );
}

function Fold({ column, fold, folded }: Pick<ColumnHeadProps, "column" | "fold" | "folded">) {
  const label = folded ? t("Unfold {column}", { column: column.label }) : t("Fold {column}", { column: column.label });
  const Icon = folded ? IconChevronsRight : IconChevronsLeft;
  return (
    <Tooltip label={label}>
      <ActionIcon className={classes.fold} variant="subtle" color="gray" size={20} aria-label={label} aria-expanded={!folded} onClick={fold}>
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

export function ColumnHead({ column, state, fold, folded }: ColumnHeadProps) {
  return (
    <header className={classes.head}>
      <span className={classes.dot} style={{ background: solid(column.option?.color) }} />
      <Tooltip label={column.option?.help} disabled={!column.option?.help} multiline maw={260}>
        <h2 className="dg-ellipsis">{column.label}</h2>
      </Tooltip>
      <Count column={column} />
      {!folded && <Sums column={column} state={state} />}
      {fold && <Fold column={column} fold={fold} folded={folded} />}
    </header>
  );
}
