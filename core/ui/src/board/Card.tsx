// One record on a board: its name, the fields that the view wants on cards, and how long it has been here.
import { useDraggable } from "@dnd-kit/core";
import { IconClock } from "@tabler/icons-react";
import { memo, type KeyboardEvent } from "react";
import type { RecordData, UiField } from "../api/types";
import { isBlank } from "../fields/shapes";
import { t } from "../i18n";
import type { Listing } from "../list/data";
import { PlainValue } from "../list/Face";
import type { ListState } from "../list/useListState";
import { valueAt } from "../lib/paths";
import { ageInDays, ageField } from "./age";
import classes from "./Board.module.css";
import type { Spot } from "./places";

interface FaceProps {
  state: ListState;
  listing: Listing;
  field: UiField;
  record: RecordData;
  isLifted?: boolean;
}

const ROTTING = 30; // days in a column after which a card is marked

function Age({ object, field, record }: { object: ListState["object"]; field: UiField; record: RecordData }) {
  const source = ageField(object, field);
  const days = source ? ageInDays(record[source]) : null;
  if (days === null) return null;
  return (
    <span className={`${classes.age} dg-number`} data-rotting={days >= ROTTING || undefined} title={t("{count} days in this column", { count: days })}>
      <IconClock size={12} aria-hidden />
      {t("{n} d", { n: days })}
    </span>
  );
}

/** Drawn anew for another record alone: while one card is carried, all the others hear of every step. */
export const CardFace = memo(function CardFace({ state, listing, field, record, isLifted }: FaceProps) {
  const { object } = state;
  const paths = listing.paths.filter((path) => path.path !== object.name_field && path.path !== field.name && path.path !== ageField(object, field));
  const shown = paths.map((path) => ({ path, value: valueAt(record, path) })).filter(({ value }) => !isBlank(value));
  return (
    <div className={classes.face} data-lifted={isLifted || undefined}>
      <span className={classes.top}>
        <span className={classes.name}>{String(record[object.name_field] ?? t("Without a name"))}</span>
        <Age object={object} field={field} record={record} />
      </span>
      {shown.map(({ path, value }) => (
        <span key={path.path} className={classes.value} title={path.label}>
          <PlainValue path={path} value={value} record={record} object={object} />
        </span>
      ))}
    </div>
  );
});

interface CardProps extends FaceProps {
  spot: Spot;
  openPage: (id: string) => void;
}

export const Card = memo(function Card({ state, listing, field, record, spot, openPage }: CardProps) {
  const canMove = state.object.rights.edit && field.editable;
  const { setNodeRef, listeners, attributes, isDragging } = useDraggable({ id: `${spot.lane ?? ""}:${spot.column ?? ""}:${record.id}`, data: { record, spot }, disabled: !canMove });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !isDragging) return openPage(record.id);
    listeners?.onKeyDown?.(event);
  };
  const isOpen = state.open === record.id;
  return (
    <div ref={setNodeRef} className={classes.card} data-dragging={isDragging || undefined} data-open={isOpen || undefined} {...attributes} {...listeners} role="button" onKeyDown={onKeyDown} onClick={() => state.show(record.id)}>
      <CardFace state={state} listing={listing} field={field} record={record} />
    </div>
  );
});
