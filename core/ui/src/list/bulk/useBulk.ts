// Bulk work of a list: what was ticked is written at once, all that a list finds by a job; both tell what was refused, both are undone.
import { useQueryClient } from "@tanstack/react-query";
import { keys } from "../../api/client";
import type { AutomationButton, UiField } from "../../api/types";
import { confirmed } from "../../app/confirmed";
import { notice, noticeProblem, noticeUndo } from "../../app/notices";
import { wireOf } from "../../fields/drafts";
import { t } from "../../i18n";
import { versionOf } from "../edits";
import type { FormProps } from "../form";
import { outcomeOf, revertJob, runJob, type Task } from "./jobs";
import { beginMany, deleteMany, restoreMany, updateMany, valuesNow, type Meant, type Outcome, type Progress } from "./operations";

export interface Bulk {
  update: (field: UiField, value: unknown) => Promise<void>;
  remove: () => Promise<void>;
  /** Begins an automation for what was ticked. */
  begin: (button: AutomationButton) => Promise<void>;
}
export interface Watch {
  progress: (share: number | null) => void;
  /** Told the id of a job that can be stopped, and null when there is none. */
  job: (id: string | null) => void;
}

function tellRefused({ refused, reasons }: Pick<Outcome, "refused" | "reasons">): void {
  if (refused > 0) notice(`${t("{count} records were refused.", { count: refused })} ${reasons.slice(0, 3).join(" ")}`);
}

export function useBulk({ state, listing, selection }: FormProps, watch: Watch): Bulk {
  const client = useQueryClient();
  const object = state.object.name;
  const meant = (): Meant[] => selection.ids.map((id) => ({ id, version: versionOf(client, object, { id }) || undefined }));
  const refresh = () => client.invalidateQueries({ queryKey: keys.object(object) });
  const tell: Progress = (done, total) => watch.progress(total > 0 ? done / total : null);

  const guarded = async (work: () => Promise<void>) => {
    watch.progress(0);
    try {
      await work();
    } catch (error) {
      noticeProblem(error);
    } finally {
      watch.progress(null);
      watch.job(null);
      await refresh();
    }
  };
  const undoing = (work: () => Promise<unknown>) => async () => {
    await work();
    await refresh();
  };

  /** All that the list finds; what the job did is put back by the server, but for what others have changed since. */
  const all = async (task: Task, words: (count: number) => string) => {
    const job = await runJob(listing, task, tell, watch.job);
    const outcome = outcomeOf(job);
    selection.clear();
    noticeUndo(words(outcome.count), undoing(() => revertJob(job.id)));
    tellRefused(outcome);
  };

  const changed = (count: number) => t("{count} records changed", { count });
  const deleted = (count: number) => t("{count} records deleted", { count });

  const updateTicked = async (field: UiField, value: unknown) => {
    const ticked = meant();
    const before = await valuesNow(object, field, ticked);
    const outcome = await updateMany(object, ticked.map((one) => ({ ...one, [field.name]: value })), tell);
    const versions = new Map(outcome.done.map(({ id, version }) => [id, version]));
    const back = before.filter(({ id }) => versions.has(String(id))).map((record) => ({ ...record, version: versions.get(String(record.id)) }));
    selection.clear();
    noticeUndo(changed(outcome.done.length), undoing(() => updateMany(object, back, () => undefined)));
    tellRefused(outcome);
  };

  const removeTicked = async () => {
    const outcome = await deleteMany(object, meant(), tell);
    selection.clear();
    noticeUndo(deleted(outcome.done.length), undoing(() => restoreMany(object, outcome.done)));
    tellRefused(outcome);
  };

  const beginTicked = async ({ name, label }: AutomationButton) => {
    const outcome = await beginMany(object, name, meant(), tell);
    selection.clear();
    if (outcome.done.length) notice(t("{label}: begun for {count} records", { label, count: outcome.done.length }));
    tellRefused(outcome);
  };

  return {
    begin: async (button) => {
      if (!button.confirm || (await confirmed(button.confirm))) await guarded(() => beginTicked(button));
    },
    update: (field, value) => {
      const sent = wireOf(field, value);
      return guarded(() => (selection.all ? all({ operation: "update", values: { [field.name]: sent } }, changed) : updateTicked(field, sent)));
    },
    remove: () => guarded(() => (selection.all ? all({ operation: "delete" }, deleted) : removeTicked())),
  };
}
