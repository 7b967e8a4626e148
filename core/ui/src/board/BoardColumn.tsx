// One column of a board without lanes: its head, its cards, a new one.
import { useDroppable } from "@dnd-kit/core";
import { useMemo } from "react";
import { useStored } from "../lib/stored";
import type { Listing } from "../list/data";
import type { ListState } from "../list/useListState";
import classes from "./Board.module.css";
import { CardsAt, NewCard } from "./CardsAt";
import { ColumnHead } from "./ColumnHead";
import { isOver as isOverLimit, type Column } from "./columns";
import type { Axes, Spot } from "./places";

interface BoardColumnProps {
  column: Column;
  state: ListState;
  listing: Listing;
  axes: Axes;
}

export function BoardColumn({ column, state, listing, axes }: BoardColumnProps) {
  const spot = useMemo<Spot>(() => ({ column: column.value }), [column.value]);
  const { setNodeRef, isOver } = useDroppable({ id: `column:${column.id}`, data: spot });
  const [folded, setFolded] = useStored(`board.folded.${state.object.name}.${axes.field.name}.${column.id}`, false);
  const place = { state, listing, axes, spot };
  return (
    <section ref={setNodeRef} className={classes.column} data-over={isOver || undefined} data-folded={folded || undefined} data-over-limit={isOverLimit(column) || undefined} aria-label={column.label}>
      <ColumnHead column={column} state={state} fold={() => setFolded(!folded)} folded={folded} />
      {!folded && (
        <div className={classes.cards}>
          <CardsAt {...place} />
          <NewCard {...place} />
        </div>
      )}
    </section>
  );
}
