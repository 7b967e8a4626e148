// Where the page stands: the object with its icon, and the record that is open.
import { Fragment } from "react";
import { Link, useLocation } from "react-router";
import { useCatalogue } from "../api/client";
import { neighbours } from "../app/walk";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { Icon } from "../icons/Icon";
import type { Bookmark } from "./bookmarks";
import classes from "./Breadcrumb.module.css";
import { objectPath, pagePath } from "./places";

const PAGES = pagePath("");

function pageName(pathname: string): string {
  if (pathname === "/") return t("Home");
  if (pathname === "/tasks") return t("My tasks");
  return pathname.startsWith("/setup") ? t("Setup") : "";
}

/** Back to the list as it was, where the record was opened from one. */
function listOf(here: Bookmark): string {
  return (here.id && neighbours(here.object, here.id).back) || objectPath(here.object);
}

function Trail({ here }: { here: Bookmark }) {
  const object = useCatalogue().objects[here.object];
  return (
    <Fragment>
      <Link className={here.id ? classes.parent : classes.current} to={listOf(here)}>
        <Icon name={object?.icon} size={17} style={{ color: solid(object?.color) }} />
        <span className="dg-ellipsis">{object?.plural}</span>
      </Link>
      {here.id && <span className={classes.separator}>/</span>}
      {here.id && <span className={`${classes.current} dg-ellipsis`}>{here.label}</span>}
    </Fragment>
  );
}

/** The page of a plugin, by the address `/p/<panel>`. */
function PageTrail({ name }: { name: string }) {
  const panel = useCatalogue().panels[name];
  return panel ? <span className={classes.current}><Icon name={panel.icon} size={17} /><span className="dg-ellipsis">{panel.label}</span></span> : null;
}

export function Breadcrumb({ here }: { here: Bookmark | null }) {
  const { pathname } = useLocation();
  return (
    <nav className={classes.trail} aria-label={t("Where you are")}>
      {pathname.startsWith(PAGES) ? <PageTrail name={pathname.slice(PAGES.length)} /> : here ? <Trail here={here} /> : <span className={classes.current}>{pageName(pathname)}</span>}
    </nav>
  );
}
