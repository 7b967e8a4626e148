// Notices a click outside of an element, and of the dropdowns, calendars and dialogs that it opened.
import { useEffect, useRef } from "react";

const BELONGS = "[data-portal], .mantine-Popover-dropdown, .mantine-Modal-content, .mantine-Drawer-content";

export function useLeave<E extends HTMLElement>(leave: () => void) {
  const box = useRef<E>(null);
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(() => {
    const onPointerDown = ({ target }: PointerEvent) => {
      const isInside = target instanceof Element && (box.current?.contains(target) || target.closest(BELONGS));
      if (!isInside) latest.current();
    };
    document.addEventListener("pointerdown", onPointerDown, true);
    return () => document.removeEventListener("pointerdown", onPointerDown, true);
  }, []);
  return box;
}
