// The pages below /setup: one's own account for everybody, everything else for administrators.
import { lazy, Suspense } from "react";
import { matchPath, Navigate, Route, Routes, useLocation } from "react-router";
import { useIsAdministrator } from "../api/client";
import { NotFound } from "../app/NotFound";
import { PageSkeleton } from "../app/PageSkeleton";
import { useIsPhone } from "../lib/screen";
import { PLACES } from "./places";
import { SetupNav } from "./SetupNav";
import classes from "./SetupPages.module.css";

const pages = PLACES.map((place) => ({ ...place, Page: lazy(place.load) }));

function First() {
  const administers = useIsAdministrator();
  return useIsPhone() ? null : <Navigate to={administers ? "/setup/objects" : "/setup/profile"} replace />;
}

export default function SetupPages() {
  const administers = useIsAdministrator();
  const isPhone = useIsPhone();
  const { pathname } = useLocation();
  const atRoot = pathname.replace(/\/$/, "") === "/setup";
  const isAlone = PLACES.some(({ alone, path }) => alone && matchPath(`/setup/${path}`, pathname));
  const mine = pages.filter((page) => administers || !page.administers);
  return (
    <div className={classes.setup}>
      {(isPhone ? atRoot : !isAlone) && <SetupNav administers={administers} />}
      <div className={classes.content}>
        <Suspense fallback={<PageSkeleton />}>
          <Routes>
            <Route index element={<First />} />
            {mine.map(({ path, Page }) => <Route key={path} path={path} element={<Page />} />)}
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </div>
    </div>
  );
}
