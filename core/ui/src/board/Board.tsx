// A view as a board: columns are the options of a field, cards are dragged by mouse, touch or keys.
import { DndContext, DragOverlay, pointerWithin, rectIntersection, type Active, type CollisionDetection, type DragEndEvent, type DragStartEvent } from "@dnd-kit/core";
import { Center, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import type { RecordData, UiField } from "../api/types";
import { t } from "../i18n";
import { figuresOf } from "../list/figures";
import type { FormProps } from "../list/form";
import { groupField } from "../list/view";
import classes from "./Board.module.css";
import { boardTexts } from "./boardTexts";
import { BoardColumn } from "./BoardColumn";
import { CardFace } from "./Card";
import { useColumns } from "./columns";
import { useMove } from "./moving";
import { useBoardSensors } from "./sensors";

interface Dragged {
  record: RecordData;
  column: string | null;
}

/** Slow enough that a card held at the edge of a phone doesn't run past the next column. */
const SCROLL = { acceleration: 2.5, interval: 10, threshold: { x: 0.12, y: 0.15 } };

const draggedOf = (active: Active): Dragged => active.data.current as unknown as Dragged;

/** The column under the pointer; for keys, the one that the card overlaps. */
const collision: CollisionDetection = (args) => (args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args));

function Columns({ state, listing, field }: FormProps & { field: UiField }) {
  const { object, view } = state;
  const figures = useMemo(() => figuresOf(object, view.sums), [object, view.sums]);
  const columns = useColumns(listing, field, figures);
  const move = useMove(listing, field);
  const sensors = useBoardSensors();
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const onDragStart = ({ active }: DragStartEvent) => setDragged(draggedOf(active));
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const { record, column } = draggedOf(active);
    const to = over ? ((over.data.current?.value as string | null | undefined) ?? null) : column;
    if (to !== column) void move({ record, from: column, to });
  };
  return (
    <DndContext sensors={sensors} autoScroll={SCROLL} collisionDetection={collision} accessibility={boardTexts(columns, listing.object)} onDragStart={onDragStart} onDragEnd={onDragEnd} onDragCancel={() => setDragged(null)}>
      <div className={classes.board}>
        {columns.map((column) => (
          <BoardColumn key={column.id} column={column} state={state} listing={listing} field={field} />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>{dragged && <CardFace state={state} listing={listing} field={field} record={dragged.record} isLifted />}</DragOverlay>
    </DndContext>
  );
}

export default function Board(props: FormProps) {
  const { object, view } = props.state;
  const field = object.fields[groupField(object, view) ?? ""];
  if (field) return <Columns {...props} field={field} />;
  return (
    <Center h="100%">
      <Text c="dimmed">{t("A board needs a field with options to make its columns of.")}</Text>
    </Center>
  );
}
