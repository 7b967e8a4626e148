// One's own language, time zone and password.
import { Button, Group, PasswordInput, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, keys, ProblemError, rememberSession, useMe } from "../../api/client";
import type { Language, Me } from "../../api/types";
import { notice, noticeProblem } from "../../app/notices";
import { Face } from "../../fields/Face";
import { formatClock } from "../../fields/format/date";
import { LANGUAGES, t } from "../../i18n";
import { Section, SetupPage } from "../kit/page";
import { NotificationWishes } from "./Wishes";

function useChangeMe() {
  const client = useQueryClient();
  return async (part: Partial<{ language: Language; time_zone: string }>) => {
    try {
      const me = await api.patch<Me>("/me", part);
      rememberSession(me.csrf, me.user.language);
      client.setQueryData(keys.me, me);
      if (part.language) await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
      notice(t("Saved"));
    } catch (error) {
      noticeProblem(error);
    }
  };
}

function zones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")];
}

function About() {
  const { user } = useMe();
  const change = useChangeMe();
  const now = formatClock({ language: user.language, zone: user.time_zone || "UTC" }, new Date().toISOString());
  return (
    <Section title={t("Language and time")}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12}>
        <Select label={t("Language")} allowDeselect={false} data={LANGUAGES} value={user.language} onChange={(language) => language && void change({ language: language as Language })} />
        <Select label={t("Time zone")} description={t("It is {time} there now", { time: now })} inputWrapperOrder={["label", "input", "description"]} searchable limit={100} allowDeselect={false} data={zones()} value={user.time_zone} onChange={(zone) => zone && void change({ time_zone: zone })} />
      </SimpleGrid>
    </Section>
  );
}

const EMPTY = { current: "", password: "", again: "" };

function Password() {
  const [typed, setTyped] = useState(EMPTY);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const { language } = useMe().user;
  const client = useQueryClient();
  const field = (name: keyof typeof EMPTY, label: string, autoComplete: string) => (
    <PasswordInput label={label} autoComplete={autoComplete} value={typed[name]} error={errors[name]} onChange={(event) => { const { value } = event.currentTarget; setTyped((before) => ({ ...before, [name]: value })); setErrors({}); }} />
  );
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (typed.password !== typed.again) return setErrors({ again: t("The two are not the same") });
    setBusy(true);
    try {
      const answer = await api.post<{ csrf: string } | null>("/me/password", { current: typed.current, password: typed.password });
      if (answer?.csrf) rememberSession(answer.csrf, language);
      await client.invalidateQueries({ queryKey: ["account"] });
      setTyped(EMPTY);
      notice(t("The password is changed; you stay signed in here only"));
    } catch (error) {
      if (error instanceof ProblemError && error.errors.length) setErrors(Object.fromEntries(error.errors.map(({ field: name, message }) => [name, message])));
      else noticeProblem(error);
    }
    setBusy(false);
  };
  return (
    <Section title={t("Password")}>
      <form onSubmit={(event) => void submit(event)}>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing={12}>
          {field("current", t("The one of now"), "current-password")}
          {field("password", t("The new one"), "new-password")}
          {field("again", t("The new one again"), "new-password")}
        </SimpleGrid>
        <Button type="submit" mt="md" loading={busy} disabled={!typed.current || !typed.password || !typed.again}>{t("Change password")}</Button>
      </form>
    </Section>
  );
}

export default function Profile() {
  const { user } = useMe();
  return (
    <SetupPage title={user.name} about={user.email} sign={<Face name={user.name} size={42} />}>
      <Group gap={12}>
        <TextInput label={t("Role")} readOnly variant="filled" value={user.role ?? "–"} />
        <TextInput label={t("Permission sets")} readOnly variant="filled" value={user.permission_sets.join(", ") || "–"} />
      </Group>
      <About />
      <NotificationWishes />
      <Password />
    </SetupPage>
  );
}
