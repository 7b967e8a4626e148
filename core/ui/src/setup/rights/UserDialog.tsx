// Makes a new user or changes one: person, access, preferences.
import { Button, Group, Modal, MultiSelect, PasswordInput, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, keys, newKey, ProblemError, useMe } from "../../api/client";
import type { Named, RecordData } from "../../api/types";
import { notice, noticeProblem } from "../../app/notices";
import { Lookup } from "../../fields/Lookup";
import { idOf, isNamed } from "../../fields/shapes";
import { LANGUAGES, t } from "../../i18n";
import { useIsPhone } from "../../lib/screen";
import { useDefinitions } from "../kit/meta";
import formClasses from "../objects/FieldDialog.module.css";
import type { PermissionSetDoc, RoleDoc } from "./documents";

interface Draft {
  name: string;
  email: string;
  title: string;
  phone: string;
  password: string;
  role: string | null;
  permission_sets: string[];
  manager: Named | null;
  language: string | null;
  time_zone: string | null;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function useInitial(user: RecordData | undefined): Draft {
  const me = useMe().user;
  return {
    name: text(user?.name), email: text(user?.email), title: text(user?.title), phone: text(user?.phone), password: "",
    role: text(user?.role) || null,
    permission_sets: Array.isArray(user?.permission_sets) ? user.permission_sets.map(String) : [],
    manager: isNamed(user?.manager) ? user.manager : null,
    language: text(user?.language) || (user ? null : me.language),
    time_zone: text(user?.time_zone) || (user ? null : me.time_zone),
  };
}

/** What is sent: on a change only what differs, so that nothing else is touched. */
function bodyOf(draft: Draft, initial: Draft, isNew: boolean): Record<string, unknown> {
  const wire = (value: unknown) => (isNamed(value) ? idOf(value) : value === "" ? null : value);
  const parts = Object.entries(draft).filter(([name, value]) => {
    if (name === "password") return value !== "";
    const before = initial[name as keyof Draft];
    return isNew ? wire(value) !== null : JSON.stringify(wire(value)) !== JSON.stringify(wire(before));
  });
  return Object.fromEntries(parts.map(([name, value]) => [name, wire(value)]));
}

function useSaveUser(user: RecordData | undefined, initial: Draft, onClose: () => void) {
  const client = useQueryClient();
  const [key, setKey] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = async (draft: Draft) => {
    setBusy(true);
    setErrors({});
    try {
      const body = bodyOf(draft, initial, !user);
      if (user) await api.patch(`/records/user/${user.id}`, body);
      else await api.post("/records/user", { active: true, ...body }, { idempotencyKey: key });
      await client.invalidateQueries({ queryKey: keys.object("user") });
      notice(user ? t("Saved") : t("{name} may sign in now", { name: draft.name }));
      onClose();
    } catch (error) {
      setKey(newKey());
      if (error instanceof ProblemError && error.errors.length) setErrors(Object.fromEntries(error.errors.map(({ field, message }) => [field, message])));
      else noticeProblem(error);
      setBusy(false);
    }
  };
  return { busy, errors, save };
}

export function UserDialog({ user, onClose }: { user: RecordData | undefined; onClose: () => void }) {
  const initial = useInitial(user);
  const [draft, setDraft] = useState(initial);
  const [start] = useState(initial);
  const isPhone = useIsPhone();
  const roles = useDefinitions<RoleDoc>("role").data ?? [];
  const sets = useDefinitions<PermissionSetDoc>("permission_set").data ?? [];
  const { busy, errors, save } = useSaveUser(user, start, onClose);
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const choices = (all: { name: string; label: string }[]) => all.map(({ name, label }) => ({ value: name, label }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(draft);
  };
  const input = (name: "name" | "email" | "title" | "phone", label: string, required = false) => (
    <TextInput label={label} withAsterisk={required} data-autofocus={name === "name" || undefined} autoComplete="off" value={draft[name]} error={errors[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} />
  );
  return (
    <Modal opened onClose={onClose} title={user ? t("Change user: {name}", { name: text(user.name) }) : t("New user")} size={620} fullScreen={isPhone} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      <form className={formClasses.stack} onSubmit={submit} noValidate>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12}>
          {input("name", t("Name"), true)}
          {input("email", t("E-mail address"), true)}
          {input("title", t("Job title"))}
          {input("phone", t("Telephone number"))}
          <Select label={t("Role")} clearable searchable data={choices(roles)} value={draft.role} error={errors.role} onChange={(role) => set({ role })} />
          <Lookup to="user" label={t("Manager")} size="sm" value={draft.manager} error={errors.manager} onChange={(manager) => set({ manager })} />
        </SimpleGrid>
        <MultiSelect label={t("Permission sets")} searchable data={choices(sets)} value={draft.permission_sets} error={errors.permission_sets} onChange={(permission_sets) => set({ permission_sets })} />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12}>
          <Select label={t("Language")} data={LANGUAGES} value={draft.language} error={errors.language} onChange={(language) => set({ language })} />
          <Select label={t("Time zone")} searchable limit={100} data={["UTC", ...Intl.supportedValuesOf("timeZone")]} value={draft.time_zone} error={errors.time_zone} onChange={(time_zone) => set({ time_zone })} />
        </SimpleGrid>
        <PasswordInput label={user ? t("New password") : t("Password")} description={user ? t("Left empty, it stays as it is.") : undefined} withAsterisk={!user} autoComplete="new-password" value={draft.password} error={errors.password} onChange={(event) => set({ password: event.currentTarget.value })} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!draft.name.trim() || !draft.email.trim()}>{user ? t("Save") : t("Create")}</Button>
        </Group>
      </form>
    </Modal>
  );
}
