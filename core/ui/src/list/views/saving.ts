// Views that people keep: records of `saved_view`, shown again by the catalogue.
import { api, catalogueQuery, keys } from "../../api/client";
import type { RecordData, UiView } from "../../api/types";
import { queryClient } from "../../app/queryClient";
import { documentOf } from "../view";

const PATH = "/records/saved_view";

/** Who may use a view: its owner, a team, everybody. */
export interface Audience {
  kind: "me" | "team" | "everybody";
  team?: string;
}

async function reloadCatalogue() {
  return queryClient.fetchQuery({ ...catalogueQuery, staleTime: 0 });
}

const over = ({ version }: UiView) => ({ ifMatch: version ? `"${version}"` : null });

async function letUse(id: string, { kind, team }: Audience): Promise<void> {
  if (kind === "team" && team) await api.post(`${PATH}/${id}/share`, { team, level: "read" });
}

/** Saves the view under a new name; resolves with the name it is chosen by. */
export async function saveViewAs(object: string, view: UiView, label: string, audience: Audience): Promise<string> {
  const record = await api.post<RecordData>(PATH, { object, label, shared: audience.kind === "everybody", document: documentOf({ ...view, label }) });
  await letUse(record.id, audience);
  const catalogue = await reloadCatalogue();
  return catalogue.views[object]?.find((one) => one.id === record.id)?.name ?? "";
}

/** Changes a saved view, over the version that was seen. */
async function patch(view: UiView, values: Record<string, unknown>): Promise<void> {
  await api.patch(`${PATH}/${view.id}`, values, over(view));
  await reloadCatalogue();
}

export const saveView = (view: UiView): Promise<void> => patch(view, { document: documentOf(view) });

export const renameView = (view: UiView, label: string): Promise<void> => patch(view, view.locked ? { label } : { label, document: documentOf({ ...view, label }) });

export const lockView = (view: UiView, locked: boolean): Promise<void> => patch(view, { locked });

export async function shareView(view: UiView, audience: Audience): Promise<void> {
  await letUse(view.id ?? "", audience);
  await patch(view, { shared: audience.kind === "everybody" });
}

export async function deleteView(view: UiView): Promise<void> {
  await api.del(`${PATH}/${view.id}`, over(view));
  await reloadCatalogue();
}

export async function restoreView(view: UiView): Promise<void> {
  await api.post(`${PATH}/${view.id}/restore`);
  await queryClient.invalidateQueries({ queryKey: keys.catalogue });
}

/** The lists of this user open with that view from now on; with null as everybody's do. */
export async function openWith(object: string, mark: UiView | undefined, view: UiView | null): Promise<void> {
  if (mark && view) return patch(mark, { view: view.name, label: view.label });
  if (mark) return deleteView(mark);
  if (view) await api.post(PATH, { object, label: view.label, view: view.name, document: { form: view.form } });
  await reloadCatalogue();
}
