// What dragging says to screen readers.
import type { Active, DndContextProps, Over } from "@dnd-kit/core";
import type { RecordData, UiObject } from "../api/types";
import { t } from "../i18n";
import type { Column } from "./columns";
import type { Spot } from "./places";

export function boardTexts(columns: Column[], object: UiObject): NonNullable<DndContextProps["accessibility"]> {
  const name = ({ data }: Active) => String((data.current?.record as RecordData | undefined)?.[object.name_field] ?? "");
  const column = (over: Over | null) => {
    const spot = over?.data.current as Spot | undefined;
    const label = columns.find((one) => one.value === (spot?.column ?? null))?.label ?? "";
    return spot?.label ? `${spot.label}: ${label}` : label;
  };
  return {
    screenReaderInstructions: { draggable: t("Press Space to lift the card, the arrow keys to move it to another column, Space to drop it, Escape to leave it where it was.") },
    announcements: {
      onDragStart: ({ active }) => t("{name} is lifted", { name: name(active) }),
      onDragOver: ({ active, over }) => t("{name} is over {column}", { name: name(active), column: column(over) }),
      onDragEnd: ({ active, over }) => t("{name} was dropped on {column}", { name: name(active), column: column(over) }),
      onDragCancel: ({ active }) => t("{name} stays where it was", { name: name(active) }),
    },
  };
}
