// Favourites and recent records as links; favourites can be dragged into order.
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { arrayMove, SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { useLocation } from "react-router";
import { useCatalogue } from "../api/client";
import { solid } from "../fields/colors";
import { Icon } from "../icons/Icon";
import type { Bookmark } from "./bookmarks";
import { NavItem } from "./NavItem";
import type { NavigationProps } from "./Navigation";

interface BookmarkLinksProps extends NavigationProps {
  bookmarks: Bookmark[];
  reorder?: (bookmarks: Bookmark[]) => void;
}

function BookmarkLink({ bookmark, ...props }: NavigationProps & { bookmark: Bookmark }) {
  const object = useCatalogue().objects[bookmark.object];
  const { pathname, search } = useLocation();
  const icon = <Icon name={object?.icon} style={{ color: solid(object?.color) }} />;
  return <NavItem to={bookmark.to} label={bookmark.label} icon={icon} current={pathname + search === bookmark.to} {...props} />;
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

function SortableLinks({ bookmarks, reorder, ...props }: Required<Pick<BookmarkLinksProps, "bookmarks" | "reorder">> & NavigationProps) {
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

export function BookmarkLinks({ bookmarks, reorder, ...props }: BookmarkLinksProps) {
  if (reorder) return <SortableLinks bookmarks={bookmarks} reorder={reorder} {...props} />;
  return bookmarks.map((one) => <BookmarkLink key={one.to} bookmark={one} {...props} />);
}
