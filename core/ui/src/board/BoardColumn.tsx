// One column of a board: its head with count and sums, its cards, more of them, a new one.
import { useDroppable } from "@dnd-kit/core";
import { ActionIcon, Button, Skeleton, Tooltip } from "@mantine/core";
import { IconChevronsLeft, IconChevronsRight, IconPlus } from "@tabler/icons-react";
import { useCallback } from "react";
import type { UiField } from "../api/types";
import { createRecord } from "../app/create";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { usePages, useRows, type Listing } from "../list/data";
import { figureLabel, figuresOf, figureValue } from "../list/figures";
import { useFigureText } from "../list/useFigureText";
import type { ListState } from "../list/useListState";
import { useOpenPage } from "../list/form";
import { useStored } from "../lib/stored";
import classes from "./Board.module.css";
import { Card } from "./Card";
import { columnListing, type Column } from "./columns";
import { PER_COLUMN } from "./moving";

interface BoardColumnProps {
  column: Column;
  state: ListState;
  listing: Listing;
  field: UiField;
}

function Sums({ column, state }: Pick<BoardColumnProps, "column" | "state">) {
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

function Head({ column, state, fold, folded }: Pick<BoardColumnProps, "column" | "state"> & { fold: () => void; folded: boolean }) {
  const label = folded ? t("Unfold {column}", { column: column.label }) : t("Fold {column}", { column: column.label });
  const Fold = folded ? IconChevronsRight : IconChevronsLeft;
  return (
    <header className={classes.head}>
      <span className={classes.dot} style={{ background: solid(column.option?.color) }} />
      <Tooltip label={column.option?.help} disabled={!column.option?.help} multiline maw={260}>
        <h2 className="dg-ellipsis">{column.label}</h2>
      </Tooltip>
      {column.count !== undefined && <span className={`${classes.count} dg-number`}>{column.count}</span>}
      {!folded && <Sums column={column} state={state} />}
      <Tooltip label={label}>
        <ActionIcon className={classes.fold} variant="subtle" color="gray" size={20} aria-label={label} aria-expanded={!folded} onClick={fold}>
          <Fold size={14} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

function CardsOf({ column, state, listing, field }: BoardColumnProps) {
  const own = columnListing(listing, field, column.value, PER_COLUMN);
  const pages = usePages(own);
  const rows = useRows(pages.data);
  const openPage = useOpenPage(listing.object.name, useCallback(() => rows.map((row) => row.id), [rows]));
  if (!pages.data) return <Skeleton h={84} m={8} w="auto" />;
  return (
    <>
      {rows.map((record) => (
        <Card key={record.id} state={state} listing={listing} field={field} record={record} column={column.value} openPage={openPage} />
      ))}
      {pages.hasNextPage && (
        <Button variant="subtle" color="gray" size="compact-sm" fullWidth flex="none" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("Show more")}
        </Button>
      )}
    </>
  );
}

export function BoardColumn(props: BoardColumnProps) {
  const { column, state, field } = props;
  const { object } = state;
  const { setNodeRef, isOver } = useDroppable({ id: `column:${column.id}`, data: { value: column.value } });
  const [folded, setFolded] = useStored(`board.folded.${object.name}.${field.name}.${column.id}`, false);
  const create = () => void createRecord(object.name, { [field.name]: column.value });
  return (
    <section ref={setNodeRef} className={classes.column} data-over={isOver || undefined} data-folded={folded || undefined} aria-label={column.label}>
      <Head column={column} state={state} fold={() => setFolded(!folded)} folded={folded} />
      {!folded && (
        <div className={classes.cards}>
          <CardsOf {...props} />
          {object.rights.create && (
            <Button className={classes.add} variant="subtle" color="gray" size="compact-sm" fullWidth justify="flex-start" leftSection={<IconPlus size={14} />} onClick={create}>
              {t("New: {object}", { object: object.label })}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
