// What plugins put into the toolbar of the lists of an object.
import { Button } from "@mantine/core";
import { useCatalogue } from "../api/client";
import type { UiObject, UiSlot } from "../api/types";
import { Icon } from "../icons/Icon";
import { runSlot } from "./slots";

export function ToolbarSlots({ object }: { object: UiObject }) {
  const { slots } = useCatalogue();
  const mine = slots.filter((slot) => slot.place === "list.toolbar" && (!slot.object || slot.object === object.name));
  return mine.map((slot: UiSlot) => (
    <Button key={`${slot.plugin}:${slot.label}`} variant="default" size="xs" leftSection={slot.icon && <Icon name={slot.icon} size={14} />} onClick={() => runSlot(object, slot)}>
      {slot.label}
    </Button>
  ));
}
