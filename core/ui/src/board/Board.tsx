// A view as a board: columns are the options of a field, lanes the values of another; cards are carried by mouse, touch or keys.
import { DndContext, DragOverlay, pointerWithin, rectIntersection, type Active, type CollisionDetection, type DragEndEvent, type DragStartEvent } from "@dnd-kit/core";
import { Center, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useCatalogue } from "../api/client";
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
import { Lanes } from "./Lanes";
import { useMove } from "./moving";
import { isSame, lanesOf, type Axes, type Spot } from "./places";
import { useBoardSensors } from "./sensors";

interface Dragged {
  record: RecordData;
  spot: Spot;
}

/** Slow enough that a card held at the edge of a phone doesn't run past the next column. */
const SCROLL = { acceleration: 2.5, interval: 10, threshold: { x: 0.12, y: 0.15 } };

const draggedOf = (active: Active): Dragged => active.data.current as unknown as Dragged;

/** The column under the pointer; for keys, the one that the card overlaps. */
const collision: CollisionDetection = (args) => (args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args));

/** A lane whose field can't be changed keeps its cards. */
const landing = ({ lanes }: Axes, from: Spot, to: Spot): Spot => (!lanes || lanes.path.field.editable ? to : { ...from, column: to.column });

function Columns({ state, listing, field }: FormProps & { field: UiField }) {
  const { object, view } = state;
  const catalogue = useCatalogue();
  const figures = useMemo(() => figuresOf(object, view.sums), [object, view.sums]);
  const lanes = useMemo(() => lanesOf(catalogue, object, view, field), [catalogue, object, view, field]);
  const axes = useMemo(() => ({ field, lanes }), [field, lanes]);
  const columns = useColumns(listing, field, figures, view.limits);
  const move = useMove(listing, axes, columns);
  const sensors = useBoardSensors();
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const onDragStart = ({ active }: DragStartEvent) => setDragged(draggedOf(active));
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const { record, spot } = draggedOf(active);
    const to = over ? landing(axes, spot, over.data.current as Spot) : spot;
    if (!isSame(spot, to)) void move({ record, from: spot, to });
  };
  return (
    <DndContext sensors={sensors} autoScroll={SCROLL} collisionDetection={collision} accessibility={boardTexts(columns, listing.object)} onDragStart={onDragStart} onDragEnd={onDragEnd} onDragCancel={() => setDragged(null)}>
      {lanes ? (
        <Lanes state={state} listing={listing} axes={axes} lanes={lanes} columns={columns} />
      ) : (
        <div className={classes.board}>
          {columns.map((column) => (
            <BoardColumn key={column.id} column={column} state={state} listing={listing} axes={axes} />
          ))}
        </div>
      )}
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
