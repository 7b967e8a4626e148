// Makes a webhook or changes one: where to, of what, and of which records.
import { Button, Checkbox, Group, Modal, MultiSelect, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { api, ProblemError, useCatalogue } from "../../api/client";
import type { Id } from "../../api/types";
import { noticeProblem } from "../../app/notices";
import { t } from "../../i18n";
import { useIsPhone } from "../../lib/screen";
import { ExpressionInput } from "../objects/ExpressionInput";
import formClasses from "../objects/FieldDialog.module.css";

export interface Webhook {
  id: Id;
  url: string;
  objects: string[];
  events: string[];
  filter: string | null;
  active: boolean;
  owner_id: Id | null;
}

type Draft = Pick<Webhook, "url" | "objects" | "events" | "filter">;

export function eventWords(): Record<string, string> {
  return { created: t("Created"), updated: t("Changed"), deleted: t("Deleted"), restored: t("Restored") };
}

interface DialogProps {
  hook: Webhook | undefined;
  onClose: () => void;
  onSaved: (hook: Webhook & { secret?: string }) => void;
}

function useSave(hook: Webhook | undefined, onSaved: DialogProps["onSaved"]) {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = async (draft: Draft) => {
    setBusy(true);
    setErrors({});
    const body = { ...draft, url: draft.url.trim(), filter: draft.filter?.trim() || null };
    try {
      onSaved(hook ? await api.patch<Webhook>(`/webhooks/${hook.id}`, body) : await api.post<Webhook & { secret: string }>("/webhooks", body));
    } catch (error) {
      if (error instanceof ProblemError && error.errors.length) setErrors(Object.fromEntries(error.errors.map(({ field, message }) => [field, message])));
      else noticeProblem(error);
      setBusy(false);
    }
  };
  return { busy, errors, save };
}

export function WebhookDialog({ hook, onClose, onSaved }: DialogProps) {
  const { objects, menu } = useCatalogue();
  const common = menu.flatMap(({ items }) => items);
  const offered = Object.values(objects).sort((one, other) => Number(common.includes(other.name)) - Number(common.includes(one.name)));
  const isPhone = useIsPhone();
  const [draft, setDraft] = useState<Draft>({ url: hook?.url ?? "", objects: hook?.objects ?? [], events: hook?.events ?? ["created", "updated"], filter: hook?.filter ?? "" });
  const { busy, errors, save } = useSave(hook, onSaved);
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const only = draft.objects.length === 1 ? objects[draft.objects[0] ?? ""] : undefined;
  const fields = only ? Object.values(only.fields).map(({ name, label }) => ({ name, label })) : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(draft);
  };
  return (
    <Modal opened onClose={onClose} title={hook ? t("Change webhook") : t("New webhook")} size={560} fullScreen={isPhone} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      <form className={formClasses.stack} onSubmit={submit} noValidate>
        <TextInput label={t("Address")} placeholder="https://" withAsterisk data-autofocus autoComplete="off" inputMode="url" value={draft.url} error={errors.url} onChange={(event) => set({ url: event.currentTarget.value })} />
        <MultiSelect label={t("Of which objects")} withAsterisk searchable data={offered.map(({ name, plural }) => ({ value: name, label: plural }))} value={draft.objects} error={errors.objects} onChange={(chosen) => set({ objects: chosen })} />
        <Checkbox.Group label={t("When records are")} value={draft.events} error={errors.events} onChange={(events) => set({ events })}>
          <Group mt={6} gap={16}>{Object.entries(eventWords()).map(([value, label]) => <Checkbox key={value} value={value} label={label} />)}</Group>
        </Checkbox.Group>
        <ExpressionInput label={t("Only records for which this holds")} rows={2} value={draft.filter ?? ""} error={errors.filter} fields={fields} onChange={(filter) => set({ filter })} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!draft.url.trim() || !draft.objects.length || !draft.events.length}>{hook ? t("Save") : t("Create")}</Button>
        </Group>
      </form>
    </Modal>
  );
}
