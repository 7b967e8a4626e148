// The links of the sidebar, and of the menu on a phone.
import { IconCheckbox, IconHome, IconSettings } from "@tabler/icons-react";
import { useCatalogue, useIsAdministrator } from "../api/client";
import type { UiObject, UiPanel } from "../api/types";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { Icon } from "../icons/Icon";
import { useTaskCount } from "../notifications/tasks";
import { useFavourites, useRecent } from "./bookmarks";
import { BookmarkLinks } from "./BookmarkLinks";
import classes from "./Navigation.module.css";
import { NavItem } from "./NavItem";
import { NavSection } from "./NavSection";
import { objectPath, pagePath, useMenu } from "./places";

const SHOWN_RECENT = 5;

export interface NavigationProps {
  collapsed?: boolean;
  onGo?: () => void;
}

function ObjectLink({ object, ...props }: NavigationProps & { object: UiObject }) {
  const icon = <Icon name={object.icon} style={{ color: solid(object.color) }} />;
  return <NavItem to={objectPath(object.name)} label={object.plural} icon={icon} {...props} />;
}

function PageLink({ panel, ...props }: NavigationProps & { panel: UiPanel }) {
  return <NavItem to={pagePath(panel.name)} label={panel.label} icon={<Icon name={panel.icon} />} {...props} />;
}

/** Where people are asked to decide anything at all. */
function Tasks(props: NavigationProps) {
  const count = useTaskCount();
  return useCatalogue().tasks ? <NavItem to="/tasks" label={t("My tasks")} icon={<IconCheckbox size={16} stroke={1.75} />} count={count} {...props} /> : null;
}

function Bookmarks(props: NavigationProps) {
  const [favourites, setFavourites] = useFavourites();
  return favourites.length > 0 ? (
    <NavSection name="favourites" label={t("Favourites")} collapsed={props.collapsed}>
      <BookmarkLinks bookmarks={favourites} reorder={setFavourites} {...props} />
    </NavSection>
  ) : null;
}

function Recent(props: NavigationProps) {
  const [recent] = useRecent();
  if (props.collapsed || recent.length === 0) return null;
  return (
    <NavSection name="recent" label={t("Recent")}>
      <BookmarkLinks bookmarks={recent.slice(0, SHOWN_RECENT)} {...props} />
    </NavSection>
  );
}

export function Navigation(props: NavigationProps) {
  const groups = useMenu();
  const administrates = useIsAdministrator();
  return (
    <nav className={classes.nav} aria-label={t("Main menu")}>
      <div className={classes.scroll}>
        <NavItem to="/" end label={t("Home")} icon={<IconHome size={16} stroke={1.75} />} {...props} />
        <Tasks {...props} />
        <Bookmarks {...props} />
        {groups.map((group) => (
          <NavSection key={group.group} name={group.group} label={group.label} collapsed={props.collapsed}>
            {group.objects.map((object) => (
              <ObjectLink key={object.name} object={object} {...props} />
            ))}
            {group.pages.map((panel) => <PageLink key={panel.name} panel={panel} {...props} />)}
          </NavSection>
        ))}
        <Recent {...props} />
      </div>
      {administrates && (
        <div className={classes.foot}>
          <NavItem to="/setup" label={t("Setup")} icon={<IconSettings size={16} stroke={1.75} />} {...props} />
        </div>
      )}
    </nav>
  );
}
