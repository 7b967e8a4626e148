// Views that people keep: records of `saved_view`, shown again by the catalogue.
import { api, catalogueQuery, keys } from "../../api/client";
import type { RecordData, UiView } from "../../api/types";
import { queryClient } from "../../app/queryClient";
import { documentOf } from "../view";

const PATH = "/records/saved_view";

async function reloadCatalogue() {
  return queryClient.fetchQuery({ ...catalogueQuery, staleTime: 0 });
}

/** Saves the view under a new name; resolves with the name it is chosen by. */
export async function saveViewAs(object: string, view: UiView, label: string, shared: boolean): Promise<string> {
  const record = await api.post<RecordData>(PATH, { object, label, shared, document: documentOf({ ...view, label }) });
  const catalogue = await reloadCatalogue();
  return catalogue.views[object]?.find((one) => one.id === record.id)?.name ?? "";
}

export async function saveView(view: UiView): Promise<void> {
  await api.patch(`${PATH}/${view.id}`, { document: documentOf(view) });
  await reloadCatalogue();
}

export async function renameView(view: UiView, label: string): Promise<void> {
  await api.patch(`${PATH}/${view.id}`, { label, document: documentOf({ ...view, label }) });
  await reloadCatalogue();
}

export async function deleteView(view: UiView): Promise<void> {
  await api.del(`${PATH}/${view.id}`);
  await reloadCatalogue();
}

export async function restoreView(view: UiView): Promise<void> {
  await api.post(`${PATH}/${view.id}/restore`);
  await queryClient.invalidateQueries({ queryKey: keys.catalogue });
}
