// Moving the map: pulling it, the wheel, two fingers, keys.
import { useCallback, useRef, type KeyboardEvent, type PointerEvent } from "react";
import { moved, zoomed, type Look, type Size, type Spot } from "./mercator";

type Change = (make: (look: Look) => Look) => void;

const STEP = 80; // pixels of an arrow key
const WAYS: Record<string, [number, number]> = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

const distance = ([one, other]: Spot[]): number => (one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0);
const middle = (spots: Spot[]): Spot => ({ x: spots.reduce((sum, { x }) => sum + x, 0) / spots.length, y: spots.reduce((sum, { y }) => sum + y, 0) / spots.length });

export function usePan(size: Size, change: Change) {
  const fingers = useRef(new Map<number, Spot>());
  const spotIn = ({ currentTarget, clientX, clientY }: { currentTarget: Element; clientX: number; clientY: number }): Spot => {
    const box = currentTarget.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };
  const onPointerDown = useCallback((event: PointerEvent) => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, spotIn(event));
  }, []);
  const onPointerMove = useCallback(
    (event: PointerEvent) => {
      if (!fingers.current.has(event.pointerId)) return;
      const before = [...fingers.current.values()];
      fingers.current.set(event.pointerId, spotIn(event));
      const after = [...fingers.current.values()];
      const [from, to] = [middle(before), middle(after)];
      const nearer = after.length > 1 && distance(before) > 0 ? Math.log2(distance(after) / distance(before)) : 0;
      change((look) => zoomed(moved(look, to.x - from.x, to.y - from.y), nearer, to, size));
    },
    [change, size],
  );
  const onPointerUp = useCallback((event: PointerEvent) => fingers.current.delete(event.pointerId), []);
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const way = WAYS[event.key];
      const nearer = { "+": 1, "=": 1, "-": -1 }[event.key];
      if (!way && !nearer) return;
      event.preventDefault();
      if (way) change((look) => moved(look, way[0] * STEP, way[1] * STEP));
      if (nearer) change((look) => zoomed(look, nearer, { x: size.width / 2, y: size.height / 2 }, size));
    },
    [change, size],
  );
  const onWheel = useCallback(
    (event: WheelEvent) => {
      event.preventDefault();
      const box = (event.currentTarget as Element).getBoundingClientRect();
      change((look) => zoomed(look, -event.deltaY / 240, { x: event.clientX - box.left, y: event.clientY - box.top }, size));
    },
    [change, size],
  );
  return { handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown }, onWheel };
}
