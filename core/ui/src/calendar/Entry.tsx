// A record on a day: its time where it has one, its name, the colour of its kind or stage.
import { useDraggable } from "@dnd-kit/core";
import type { KeyboardEvent } from "react";
import type { RecordData, UiField } from "../api/types";
import { solid } from "../fields/colors";
import { formatClock } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { colorField } from "../list/places";
import type { ListState } from "../list/useListState";
import classes from "./Calendar.module.css";

interface EntryProps {
  state: ListState;
  field: UiField;
  record: RecordData;
}

function Face({ state, field, record }: EntryProps) {
  const here = useLocale();
  const value = record[field.name];
  const colors = colorField(state.object, state.view);
  const color = colors?.options?.find((option) => option.value === record[colors.name])?.color ?? state.object.color;
  const clock = typeof value === "string" && value.length > 10 ? formatClock(here, value) : null;
  return (
    <>
      <i style={{ background: solid(color) }} />
      {clock && <time className="dg-number">{clock}</time>}
      <span className="dg-ellipsis">{String(record[state.object.name_field] ?? t("Without a name"))}</span>
    </>
  );
}

export function Entry(props: EntryProps) {
  const { state, field, record } = props;
  const disabled = !state.object.rights.edit || !field.editable;
  const { setNodeRef, attributes, listeners, transform, isDragging } = useDraggable({ id: record.id, data: { record }, disabled });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !isDragging) return state.show(record.id);
    listeners?.onKeyDown?.(event);
  };
  const moved = transform ? `translate(${transform.x}px, ${transform.y}px)` : undefined;
  return (
    <div
      ref={setNodeRef}
      className={classes.entry}
      data-open={state.open === record.id || undefined}
      data-dragging={isDragging || undefined}
      style={{ transform: moved }}
      {...attributes}
      {...listeners}
      role="button"
      onKeyDown={onKeyDown}
      onClick={() => state.show(record.id)}
    >
      <Face {...props} />
    </div>
  );
}
