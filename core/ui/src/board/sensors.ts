// How cards are lifted: by mouse at once, by touch after a moment, by Space and then arrow keys.
import { KeyboardCode, KeyboardSensor, MouseSensor, TouchSensor, useSensor, useSensors, type ClientRect, type KeyboardCoordinateGetter } from "@dnd-kit/core";

const ACROSS: Record<string, number> = { [KeyboardCode.Right]: 1, [KeyboardCode.Left]: -1 };
const ALONG: Record<string, number> = { [KeyboardCode.Down]: 1, [KeyboardCode.Up]: -1 };
const NEAR = 2; // pixels by which what stands in a line may differ

/** How far a point is from a rectangle. */
const apart = (x: number, y: number, rect: ClientRect): number => Math.max(rect.left - x, 0, x - rect.right) + Math.max(rect.top - y, 0, y - rect.bottom);

/** Left and right go from column to column, up and down from lane to lane. */
const nextPlace: KeyboardCoordinateGetter = (event, { context }) => {
  const across = ACROSS[event.code];
  const step = across ?? ALONG[event.code];
  const { collisionRect, droppableRects } = context;
  if (!step || !collisionRect) return undefined;
  event.preventDefault();
  const [x, y] = [collisionRect.left + collisionRect.width / 2, collisionRect.top + Math.min(collisionRect.height, 40) / 2];
  const all = [...droppableRects.values()];
  const here = [...all].sort((one, other) => apart(x, y, one) - apart(x, y, other))[0];
  if (!here) return undefined;
  const edge = across ? "top" : "left";
  const line = all.filter((rect) => Math.abs(rect[edge] - here[edge]) < NEAR).sort((one, other) => (across ? one.left - other.left : one.top - other.top));
  const next = line[line.indexOf(here) + step];
  return next && { x: next.left + (next.width - collisionRect.width) / 2, y: across ? Math.max(next.top, collisionRect.top) : next.top + 4 };
};

export function useBoardSensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: nextPlace,
      keyboardCodes: { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] },
    }),
  );
}
