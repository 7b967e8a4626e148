// The frame around every page: sidebar, top bar, and the page itself.
import { Suspense } from "react";
import { Outlet } from "react-router";
import { PageSkeleton } from "../app/PageSkeleton";
import classes from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { TopBar } from "./TopBar";

export function Shell() {
  return (
    <div className={classes.frame}>
      <Sidebar />
      <div className={classes.main}>
        <TopBar />
        <main className={classes.page} id="page">
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  );
}
