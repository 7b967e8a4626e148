// Bulk writes of a list: they say how far they are, what was refused, and can be undone.
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "../../api/client";
import type { UiField } from "../../api/types";
import { notice, noticeProblem, noticeUndo } from "../../app/notices";
import { wireOf } from "../../fields/drafts";
import { t } from "../../i18n";
import { versionOf } from "../edits";
import type { FormProps } from "../form";
import { allMeant, deleteMany, restoreMany, updateMany, valuesNow, type Meant, type Outcome, type Progress } from "./operations";

export interface Bulk {
  update: (field: UiField, value: unknown) => Promise<void>;
  remove: () => Promise<void>;
}

function tellRefused({ refused, reasons }: Outcome): void {
  if (refused > 0) notice(`${t("{count} records were refused.", { count: refused })} ${reasons.slice(0, 3).join(" ")}`);
}

export function useBulk({ state, listing, selection }: FormProps, progress: (share: number | null) => void): Bulk {
  const client = useQueryClient();
  const object = state.object.name;
  const chosen = async (): Promise<Meant[]> => {
    if (selection.all) return allMeant(listing);
    return selection.ids.map((id) => ({ id, version: versionOf(client, object, { id }) || undefined }));
  };
  const refresh = () => client.invalidateQueries({ queryKey: keys.object(object) });
  const tell: Progress = (done, total) => progress(total > 0 ? done / total : null);

  const guarded = async (work: () => Promise<void>) => {
    progress(0);
    try {
      await work();
    } catch (error) {
      noticeProblem(error);
    } finally {
      progress(null);
      await refresh();
    }
  };
  const undoing = (work: () => Promise<unknown>) => async () => {
    await work();
    await refresh();
  };

  const update = (field: UiField, value: unknown) =>
    guarded(async () => {
      const meant = await chosen();
      const before = await valuesNow(object, field, meant);
      const outcome = await updateMany(object, meant.map((one) => ({ ...one, [field.name]: wireOf(field, value) })), tell);
      const versions = new Map(outcome.done.map(({ id, version }) => [id, version]));
      const back = before.filter(({ id }) => versions.has(String(id))).map((record) => ({ ...record, version: versions.get(String(record.id)) }));
      selection.clear();
      noticeUndo(t("{count} records changed", { count: outcome.done.length }), undoing(() => updateMany(object, back, () => undefined)));
      tellRefused(outcome);
    });

  const remove = () =>
    guarded(async () => {
      const outcome = await deleteMany(object, await chosen(), tell);
      selection.clear();
      noticeUndo(t("{count} records deleted", { count: outcome.done.length }), undoing(() => restoreMany(object, outcome.done)));
      tellRefused(outcome);
    });

  return { update, remove };
}
