// What I want to be told of, and my quiet hours.
import { Checkbox, Group, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys, useMe, useObject } from "../../api/client";
import { noticeProblem } from "../../app/notices";
import { t } from "../../i18n";
import { NOTIFICATION, wishesQuery, type Wishes } from "../../notifications/data";
import { Section } from "../kit/page";
import { ThisDevice } from "./ThisDevice";

type Part = Partial<Pick<Wishes, "muted" | "task_mail" | "quiet_from" | "quiet_until">>;

function useWishes() {
  const { id } = useMe().user;
  const client = useQueryClient();
  const { data } = useQuery(wishesQuery(id));
  const change = async (part: Part) => {
    const { queryKey } = wishesQuery(id);
    client.setQueryData<Wishes>(queryKey, (before) => before && { ...before, ...part });
    try {
      await api.patch("/me", part);
    } catch (error) {
      noticeProblem(error);
    }
    await client.invalidateQueries({ queryKey: keys.record("user", id) });
  };
  return { wishes: data, change };
}

export function NotificationWishes() {
  const kinds = useObject(NOTIFICATION)?.fields.kind?.options ?? [];
  const mails = useObject("user")?.fields.task_mail;
  const { wishes, change } = useWishes();
  if (!wishes || !kinds.length) return null;
  const muted = wishes.muted ?? [];
  const toggle = (kind: string, wanted: boolean) => void change({ muted: wanted ? muted.filter((one) => one !== kind) : [...muted, kind] });
  const hour = (name: "quiet_from" | "quiet_until", label: string) => (
    <TextInput type="time" label={label} w={150} value={(wishes[name] ?? "").slice(0, 5)} onChange={({ currentTarget }) => void change({ [name]: currentTarget.value ? `${currentTarget.value}:00` : null })} />
  );
  return (
    <Section title={t("Notifications")}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing={10}>
        {kinds.map(({ value, label }) => <Checkbox key={value} label={label} checked={!muted.includes(value)} onChange={({ currentTarget }) => toggle(value, currentTarget.checked)} />)}
      </SimpleGrid>
      <ThisDevice />
      {mails && <Select mt="md" w={310} label={mails.label} description={mails.help} allowDeselect={false} data={mails.options ?? []} value={wishes.task_mail ?? "none"} onChange={(value) => void change({ task_mail: value })} />}
      <Group mt="md" align="flex-end">
        {hour("quiet_from", t("Quiet from"))}
        {hour("quiet_until", t("Quiet until"))}
      </Group>
    </Section>
  );
}
