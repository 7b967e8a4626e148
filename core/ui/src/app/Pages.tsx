// Which page stands at which address; each page is loaded when it is first opened.
import { lazy } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { loadPart } from "../i18n";
import { Shell } from "../shell/Shell";
import { NotFound } from "./NotFound";
import { ListPage, RecordPage } from "./parts";

const HomePage = lazy(() => import("../home/HomePage"));
const ImportPage = lazy(async () => {
  const [page] = await Promise.all([import("../imports/ImportPage"), loadPart("imports"), loadPart("setup")]);
  return page;
});
const CleaningPage = lazy(async () => {
  const [page] = await Promise.all([import("../cleaning/CleaningPage"), loadPart("cleaning"), loadPart("setup")]);
  return page;
});
const SetupPages = lazy(async () => {
  const [page] = await Promise.all([import("../setup/SetupPages"), loadPart("setup")]);
  return page;
});
const DuplicatesPage = lazy(async () => {
  const [page] = await Promise.all([import("../duplicates/DuplicatesPage"), loadPart("duplicates")]);
  return page;
});
const TasksPage = lazy(async () => {
  const [page] = await Promise.all([import("../processes/TasksPage"), loadPart("processes")]);
  return page;
});
const PanelPage = lazy(async () => {
  const [page] = await Promise.all([import("../panels/PanelPage"), loadPart("panels")]);
  return page;
});

export function Pages() {
  return (
    <BrowserRouter>
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<HomePage />} />
          <Route path="o/:object" element={<ListPage />} />
          <Route path="o/:object/:id" element={<RecordPage />} />
          <Route path="duplicates/:object" element={<DuplicatesPage />} />
          <Route path="clean/:object" element={<CleaningPage />} />
          <Route path="import/:object" element={<ImportPage />} />
          <Route path="tasks" element={<TasksPage />} />
          <Route path="p/:panel" element={<PanelPage />} />
          <Route path="setup/*" element={<SetupPages />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </BrowserRouter>
  );
}
