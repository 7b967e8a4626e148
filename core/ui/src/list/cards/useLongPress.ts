// Tells a long press, which selects, from a tap, which opens.
import { useRef, type MouseEvent } from "react";

const LONG = 450;

export function useLongPress(long: () => void, tap: () => void) {
  const timer = useRef<number>(undefined);
  const wasLong = useRef(false);
  const begin = () => {
    wasLong.current = false;
    timer.current = window.setTimeout(() => {
      wasLong.current = true;
      long();
    }, LONG);
  };
  const end = () => window.clearTimeout(timer.current);
  return {
    onPointerDown: begin,
    onPointerUp: end,
    onPointerCancel: end,
    onPointerMove: end,
    onContextMenu: (event: MouseEvent) => event.preventDefault(),
    onClick: () => !wasLong.current && tap(),
  };
}
