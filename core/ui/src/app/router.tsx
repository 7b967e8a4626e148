// Which page stands at which address; each page is loaded when it is first opened.
import { lazy, Suspense, type ComponentType } from "react";
import { createBrowserRouter, useRouteError } from "react-router";
import { Shell } from "../shell/Shell";
import { Problem } from "./ErrorBoundary";
import { NotFound } from "./NotFound";
import { PageSkeleton } from "./PageSkeleton";

function page(load: () => Promise<{ default: ComponentType }>) {
  const Page = lazy(load);
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Page />
    </Suspense>
  );
}

function RouteProblem() {
  return <Problem error={useRouteError()} retry={() => location.reload()} />;
}

const pages = [
  { index: true, element: page(() => import("../home/HomePage")) },
  { path: "o/:object", element: page(() => import("../list/ListPage")) },
  { path: "o/:object/:id", element: page(() => import("../record/RecordPage")) },
  { path: "setup/*", element: page(() => import("../setup/SetupPages")) },
  { path: "*", element: <NotFound /> },
];

export const router = createBrowserRouter([
  { path: "/", element: <Shell />, errorElement: <RouteProblem />, children: [{ errorElement: <RouteProblem />, children: pages }] },
]);
