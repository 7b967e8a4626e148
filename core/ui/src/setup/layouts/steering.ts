// Where a lifted field is, and where the arrow keys take it.
import { KeyboardCode, pointerWithin, type CollisionDetection, type KeyboardCoordinateGetter, type UniqueIdentifier } from "@dnd-kit/core";
import { spotOf, type SectionDoc, type Spot } from "./documents";

export const SECTION = "section:";
export const WAITING = `${SECTION}-1`;

const isField = (id: UniqueIdentifier): boolean => !String(id).startsWith(SECTION);
const WAYS: Record<string, [number, number]> = { [KeyboardCode.Right]: [1, 0], [KeyboardCode.Left]: [-1, 0], [KeyboardCode.Down]: [0, 1], [KeyboardCode.Up]: [0, -1] };
const ASIDE = 3; // what lies straight ahead is nearer than what lies aside

/** Keys put the field onto the corner of its target. */
const byCorner: CollisionDetection = ({ droppableContainers, droppableRects, collisionRect }) =>
  droppableContainers.flatMap((droppableContainer) => {
    const rect = droppableRects.get(droppableContainer.id);
    const value = rect ? Math.hypot(rect.left - collisionRect.left, rect.top - collisionRect.top) : 0;
    return rect ? [{ id: droppableContainer.id, data: { droppableContainer, value } }] : [];
  }).sort((one, other) => one.data.value - other.data.value);

/** What the pointer is over, a field before the section around it. */
export const target: CollisionDetection = (moving) => {
  if (!moving.pointerCoordinates) return byCorner(moving);
  const within = pointerWithin(moving);
  const fields = within.filter(({ id }) => isField(id));
  return fields.length > 0 ? fields : within;
};

/** To the next placed field that way, to an empty section, or off the page. */
export const arrows = (sections: SectionDoc[]): KeyboardCoordinateGetter => (event, { context }) => {
  const way = WAYS[event.code];
  const { active, collisionRect: here, droppableRects } = context;
  if (!way || !here) return undefined;
  event.preventDefault();
  const [right, down] = way;
  const placed = new Set(sections.flatMap(({ fields }) => fields).filter((name) => name !== active?.id));
  const open = (id: UniqueIdentifier) => (isField(id) ? placed.has(String(id)) : id === WAITING ? right > 0 : sections[Number(String(id).slice(SECTION.length))]?.fields.length === 0);
  const ahead = [...droppableRects].filter(([id]) => open(id)).flatMap(([id, rect]) => {
    const [x, y] = [rect.left - here.left, rect.top - here.top];
    const forward = x * right + y * down;
    const aside = id === WAITING ? 0 : Math.abs(right ? y : x);
    return forward > 1 ? [{ x: rect.left, y: rect.top, far: forward + ASIDE * aside }] : [];
  });
  return ahead.sort((one, other) => one.far - other.far)[0];
};

/** Where something would go: before a field, at the end of a section, or (null) off the page. */
export function targetSpot(sections: SectionDoc[], over: string): Spot | null {
  if (!over.startsWith(SECTION)) return spotOf(sections, over);
  const section = Number(over.slice(SECTION.length));
  return section < 0 ? null : { section, place: sections[section]?.fields.length ?? 0 };
}
