// Favourites and recent records as links; what drags favourites into order is loaded when there are some.
import { lazy, Suspense } from "react";
import { useLocation } from "react-router";
import { useCatalogue } from "../api/client";
import { solid } from "../fields/colors";
import { Icon } from "../icons/Icon";
import { useName, type Bookmark } from "./bookmarks";
import { NavItem } from "./NavItem";
import type { NavigationProps } from "./Navigation";

const SortableBookmarks = lazy(() => import("./SortableBookmarks"));

interface BookmarkLinksProps extends NavigationProps {
  bookmarks: Bookmark[];
  reorder?: (bookmarks: Bookmark[]) => void;
}

export function BookmarkLink({ bookmark, ...props }: NavigationProps & { bookmark: Bookmark }) {
  const object = useCatalogue().objects[bookmark.object];
  const { pathname, search } = useLocation();
  const name = useName(bookmark.label ? undefined : object, bookmark.id);
  const icon = <Icon name={object?.icon} style={{ color: solid(object?.color) }} />;
  return <NavItem to={bookmark.to} label={bookmark.label || name} icon={icon} current={pathname + search === bookmark.to} {...props} />;
}

export function BookmarkLinks({ bookmarks, reorder, ...props }: BookmarkLinksProps) {
  const plain = bookmarks.map((one) => <BookmarkLink key={one.to} bookmark={one} {...props} />);
  if (!reorder || bookmarks.length < 2) return plain;
  return (
    <Suspense fallback={plain}>
      <SortableBookmarks bookmarks={bookmarks} reorder={reorder} {...props} />
    </Suspense>
  );
}
