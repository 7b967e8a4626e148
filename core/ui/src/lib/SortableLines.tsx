// A short list whose lines are put into order by mouse, touch or keys.
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { arrayMove, SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { IconGripVertical } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "../i18n";
import classes from "./SortableLines.module.css";

interface SortableLinesProps {
  names: string[];
  onChange: (names: string[]) => void;
  labelOf: (name: string) => string;
  children: (name: string) => ReactNode;
}

function Line({ name, label, children }: { name: string; label: string; children: ReactNode }) {
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({ id: name });
  return (
    <div ref={setNodeRef} className={classes.line} data-dragging={isDragging || undefined} style={{ transform: CSS.Translate.toString(transform), transition }}>
      <button ref={setActivatorNodeRef} type="button" className={classes.grip} {...attributes} {...listeners} aria-label={t("Move {name}", { name: label })}>
        <IconGripVertical size={14} />
      </button>
      {children}
    </div>
  );
}

export function SortableLines({ names, onChange, labelOf, children }: SortableLinesProps) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) onChange(arrayMove(names, names.indexOf(String(active.id)), names.indexOf(String(over.id))));
  };
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
      <SortableContext items={names} strategy={verticalListSortingStrategy}>
        {names.map((name) => (
          <Line key={name} name={name} label={labelOf(name)}>
            {children(name)}
          </Line>
        ))}
      </SortableContext>
    </DndContext>
  );
}
