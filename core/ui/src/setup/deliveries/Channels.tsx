// Ways out of the tenant: the mail server, and what channels of modules ask for; a test mail says whether it works.
import { Alert, Badge, Button, Group, PasswordInput, SimpleGrid } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ProblemError } from "../../api/client";
import type { UiField } from "../../api/types";
import { notice, noticeProblem } from "../../app/notices";
import { Editor, valueOf, wireOf } from "../../fields/editor";
import { t } from "../../i18n";
import { Empty, Loaded, Section, SetupPage } from "../kit/page";
import { CHANNELS, useChannels, type Channel } from "./channels";
import { isAtWork, useDelivery, type Delivery } from "./data";

type Draft = Record<string, unknown>;

const draftOf = (channel: Channel): Draft => Object.fromEntries(Object.entries(channel.fields).map(([name, field]) => [name, field.type === "secret" ? "" : valueOf({ ...field, name }, channel.values)]));

/** What differs; a secret that was left empty stays as it is. */
function bodyOf(channel: Channel, draft: Draft): Draft {
  const before = draftOf(channel);
  const changed = Object.entries(channel.fields).filter(([name]) => JSON.stringify(draft[name]) !== JSON.stringify(before[name]));
  return Object.fromEntries(changed.map(([name, field]) => [name, wireOf({ ...field, name }, draft[name])]));
}

interface FieldProps {
  name: string;
  field: UiField;
  isSet: boolean;
  value: unknown;
  error?: string;
  onChange: (value: unknown) => void;
}

function FieldInput({ name, field, isSet, value, error, onChange }: FieldProps) {
  if (field.type !== "secret") return <Editor field={{ ...field, name }} label={field.label} required={field.required} value={value} error={error} onChange={onChange} />;
  return <PasswordInput label={field.label} description={isSet ? t("Left empty, it stays as it is.") : field.help} withAsterisk={field.required && !isSet} autoComplete="new-password" value={String(value ?? "")} error={error} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function useSave(channel: Channel, onSaved: (channel: Channel) => void) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const save = async (draft: Draft) => {
    setBusy(true);
    setErrors({});
    try {
      const saved = await api.patch<Channel>(`/channels/${channel.name}`, bodyOf(channel, draft));
      await client.invalidateQueries({ queryKey: CHANNELS });
      onSaved(saved);
      notice(t("Saved"));
    } catch (error) {
      if (error instanceof ProblemError && error.errors.length) setErrors(Object.fromEntries(error.errors.map(({ field, message }) => [field, message])));
      else noticeProblem(error);
    }
    setBusy(false);
  };
  return { busy, errors, save };
}

/** How the test mail fares. */
function Outcome({ found }: { found: Delivery }) {
  if (found.state === "sent") return <Alert mt="md" color="teal" variant="light">{t("The mail server has taken it: look into the mailbox of {receiver}.", { receiver: found.receiver })}</Alert>;
  if (found.tries === 0 || (found.state === "queued" && isAtWork(found))) return <Alert mt="md" color="gray" variant="light">{t("A test mail to {receiver} is on its way …", { receiver: found.receiver })}</Alert>;
  return <Alert mt="md" color="red" variant="light" title={t("It didn’t work")}>{found.answer}</Alert>;
}

/** The button that sends a mail to oneself, and how that mail fares. */
function useTestMail(disabled: boolean) {
  const [sent, setSent] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const found = useDelivery(sent).data;
  const send = async () => {
    setBusy(true);
    try {
      setSent((await api.post<Delivery>("/channels/email/test")).id);
    } catch (error) {
      noticeProblem(error);
    }
    setBusy(false);
  };
  return { button: <Button variant="default" leftSection={<IconMailForward size={15} aria-hidden />} loading={busy} disabled={disabled} onClick={() => void send()}>{t("Send a test mail to me")}</Button>, outcome: found && <Outcome found={found} /> };
}

function ChannelForm({ channel }: { channel: Channel }) {
  const [draft, setDraft] = useState(() => draftOf(channel));
  const { busy, errors, save } = useSave(channel, (saved) => setDraft(draftOf(saved)));
  const isChanged = Object.keys(bodyOf(channel, draft)).length > 0;
  const test = useTestMail(!channel.ready || isChanged);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(draft);
  };
  const sign = <Badge size="sm" variant="light" color={channel.ready ? "teal" : "gray"} tt="none" fw={500}>{channel.ready ? t("Ready") : t("Not filled in")}</Badge>;
  return (
    <Section title={channel.label} actions={sign}>
      <form onSubmit={submit} noValidate>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12}>
          {Object.entries(channel.fields).map(([name, field]) => (
            <FieldInput key={name} name={name} field={field} isSet={channel.secrets.includes(name)} value={draft[name]} error={errors[name]} onChange={(value) => setDraft((now) => ({ ...now, [name]: value }))} />
          ))}
        </SimpleGrid>
        <Group mt="md" gap={8}>
          <Button type="submit" loading={busy} disabled={!isChanged}>{t("Save")}</Button>
          {channel.name === "email" && test.button}
        </Group>
        {channel.name === "email" && test.outcome}
      </form>
    </Section>
  );
}

export default function Channels() {
  const channels = useChannels();
  return (
    <SetupPage title={t("Channels")} about={t("By which mail server e-mails go out, and what other ways out of here need. Secrets are kept sealed.")}>
      <Loaded asked={channels}>
        {(all) => {
          const open = all.filter(({ fields }) => Object.keys(fields).length > 0);
          return open.length ? open.map((channel) => <ChannelForm key={channel.name} channel={channel} />) : <Empty>{t("No channel needs anything.")}</Empty>;
        }}
      </Loaded>
    </SetupPage>
  );
}
