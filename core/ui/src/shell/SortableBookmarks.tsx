// Favourites that are dragged into order, by mouse or by keys.
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { arrayMove, SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { BookmarkLink } from "./BookmarkLinks";
import type { Bookmark } from "./bookmarks";
import type { NavigationProps } from "./Navigation";

interface SortableBookmarksProps extends NavigationProps {
  bookmarks: Bookmark[];
  reorder: (bookmarks: Bookmark[]) => void;
}

function SortableLink({ bookmark, ...props }: NavigationProps & { bookmark: Bookmark }) {
  const { setNodeRef, listeners, transform, transition } = useSortable({ id: bookmark.to });
  return (
    <div ref={setNodeRef} style={{ transform: CSS.Translate.toString(transform), transition }} {...listeners}>
      <BookmarkLink bookmark={bookmark} {...props} />
    </div>
  );
}

function useDragEnd(bookmarks: Bookmark[], reorder: (bookmarks: Bookmark[]) => void) {
  return ({ active, over }: DragEndEvent) => {
    const placeOf = (id: unknown) => bookmarks.findIndex((one) => one.to === id);
    if (over && active.id !== over.id) reorder(arrayMove(bookmarks, placeOf(active.id), placeOf(over.id)));
  };
}

export default function SortableBookmarks({ bookmarks, reorder, ...props }: SortableBookmarksProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates, keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space"] } }),
  );
  const onDragEnd = useDragEnd(bookmarks, reorder);
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd}>
      <SortableContext items={bookmarks.map((one) => one.to)} strategy={verticalListSortingStrategy}>
        {bookmarks.map((one) => (
          <SortableLink key={one.to} bookmark={one} {...props} />
        ))}
      </SortableContext>
    </DndContext>
  );
}
