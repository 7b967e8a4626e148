// What moving a field says to screen readers.
import type { Active, DndContextProps, Over } from "@dnd-kit/core";
import type { UiObject } from "../../api/types";
import { t } from "../../i18n";
import { shownLabel, type SectionDoc, type Texts } from "./documents";
import { targetSpot } from "./steering";

export function movingTexts(object: UiObject, sections: SectionDoc[], texts: Texts): NonNullable<DndContextProps["accessibility"]> {
  const name = ({ id }: Active) => object.fields[id]?.label ?? String(id);
  const stands = (active: Active, over: Over | null) => {
    const spot = targetSpot(sections, String(over?.id ?? active.id));
    if (!spot) return t("{field} isn't on the page", { field: name(active) });
    return t("{field} stands in {section}, place {place}", { field: name(active), section: shownLabel(texts, sections[spot.section]?.label) ?? t("Section"), place: spot.place + 1 });
  };
  return {
    screenReaderInstructions: { draggable: t("Press Space to lift the field, the arrow keys to move it, Space to drop it, Escape to leave it where it was.") },
    announcements: {
      onDragStart: ({ active }) => stands(active, null),
      onDragOver: ({ active, over }) => stands(active, over),
      onDragEnd: ({ active, over }) => stands(active, over),
      onDragCancel: ({ active }) => t("{field} stays where it was", { field: name(active) }),
    },
  };
}
