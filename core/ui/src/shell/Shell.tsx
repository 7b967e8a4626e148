// The frame around every page: sidebar, top bar, bottom bar on phones, and the page itself.
import { Suspense, useState } from "react";
import { Outlet, useLocation } from "react-router";
import { ErrorBoundary } from "../app/ErrorBoundary";
import { PageSkeleton } from "../app/PageSkeleton";
import { useShortcutListener } from "../app/shortcuts";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { useLive } from "../notifications/live";
import { StatusLine } from "../offline/StatusLine";
import { BottomBar } from "./BottomBar";
import { useHere, useRememberHere } from "./bookmarks";
import { MenuDrawer } from "./MenuDrawer";
import { usePastedRecord } from "./NewButton";
import { Overlays } from "./Overlays";
import classes from "./Shell.module.css";
import { ShellShortcuts } from "./ShellShortcuts";
import { Sidebar } from "./Sidebar";
import { TopBar } from "./TopBar";

export function Shell() {
  const isPhone = useIsPhone();
  const [menu, setMenu] = useState(false);
  const { pathname, search } = useLocation();
  const here = useHere();
  useShortcutListener();
  useRememberHere(here);
  useLive();
  usePastedRecord(here);
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#page">
        {t("Skip to content")}
      </a>
      {!isPhone && <Sidebar />}
      <div className={classes.main}>
        <TopBar here={here} />
        <StatusLine />
        <main className={classes.page} id="page" tabIndex={-1} data-address={pathname + search}>
          <ErrorBoundary key={pathname}>
            <Suspense fallback={<PageSkeleton />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </main>
        {isPhone && <BottomBar openMenu={() => setMenu(true)} />}
      </div>
      {isPhone && <MenuDrawer opened={menu} close={() => setMenu(false)} />}
      <ShellShortcuts />
      <Overlays />
    </div>
  );
}
