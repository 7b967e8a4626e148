// Runs what a plugin put into a toolbar: asks for its fields, posts them to the plugin, shows what it answers.
import { modals } from "@mantine/modals";
import { api, keys } from "../api/client";
import type { UiObject, UiSlot } from "../api/types";
import { AskFields } from "../app/AskFields";
import { notice, noticeProblem } from "../app/notices";
import { queryClient } from "../app/queryClient";
import { t } from "../i18n";

async function post(object: UiObject, slot: UiSlot, values: Record<string, unknown>): Promise<void> {
  const answer = await api.post<{ message?: string } | null>(`/x/${slot.plugin}/${slot.endpoint}`, values);
  notice(answer?.message ?? t("Done: {action}", { action: slot.label }));
  await queryClient.invalidateQueries({ queryKey: keys.object(object.name) });
}

export function runSlot(object: UiObject, slot: UiSlot): void {
  const fields = Object.values(slot.fields);
  if (fields.length === 0) return void post(object, slot, {}).catch(noticeProblem);
  const id = modals.open({
    title: slot.label,
    children: <AskFields object={object} fields={fields} submit={(values) => post(object, slot, values)} done={() => modals.close(id)} label={slot.label} />,
  });
}
