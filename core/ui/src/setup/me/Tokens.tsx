// One's own tokens for programs; each is shown once, when it is made.
import { Alert, Button, Code, CopyButton, Group, Modal, Select, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "../../api/client";
import { noticeProblem } from "../../app/notices";
import { formatDay, formatMoment } from "../../fields/format/date";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";

interface Token {
  id: string;
  name: string;
  created_at: string;
  expires_at: string | null;
}

const KEY = ["account", "tokens"];
const DAY = 86_400_000;

function lifetimes(): { value: string; label: string }[] {
  return [{ value: "30", label: t("30 days") }, { value: "90", label: t("90 days") }, { value: "365", label: t("one year") }, { value: "", label: t("until revoked") }];
}

function NewToken({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const expires_at = days ? new Date(Date.now() + Number(days) * DAY).toISOString() : null;
      onMade((await api.post<{ token: string }>("/tokens", { name: name.trim(), expires_at })).token);
    } catch (error) {
      noticeProblem(error);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextInput label={t("What is it for?")} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Select mt="sm" label={t("Good for")} allowDeselect={false} data={lifetimes()} value={days} onChange={(value) => setDays(value ?? "")} />
      <Group justify="flex-end" gap={8} mt="lg">
        <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
        <Button type="submit" loading={busy} disabled={!name.trim()}>{t("Make the token")}</Button>
      </Group>
    </form>
  );
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <>
      <Alert color="yellow" variant="light" p="xs">{t("Copy it now: it is not shown again.")}</Alert>
      <Code block my="sm">{secret}</Code>
      <Group justify="flex-end" gap={8}>
        <CopyButton value={secret}>{({ copied, copy }) => <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}>{copied ? t("Copied") : t("Copy")}</Button>}</CopyButton>
        <Button onClick={onClose} autoFocus>{t("Done")}</Button>
      </Group>
    </>
  );
}

function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const made = (value: string) => {
    setSecret(value);
    void client.invalidateQueries({ queryKey: KEY });
  };
  return (
    <Modal opened onClose={onClose} title={t("New API token")} size={480} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      {secret ? <Secret secret={secret} onClose={onClose} /> : <NewToken onClose={onClose} onMade={made} />}
    </Modal>
  );
}

export default function Tokens() {
  const locale = useLocale();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const tokens = useQuery({ queryKey: KEY, queryFn: async () => (await api.get<{ data: Token[] }>("/tokens")).data });
  const revoke = async (id: string) => {
    try {
      await api.del(`/tokens/${id}`);
      await client.invalidateQueries({ queryKey: KEY });
    } catch (error) {
      noticeProblem(error);
    }
  };
  const add = <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setMaking(true)}>{t("New API token")}</Button>;
  return (
    <SetupPage title={t("My API tokens")} about={t("For scripts and programs that work in your name, with your rights.")} actions={add}>
      <Loaded asked={tokens}>
        {(all) => all.length ? (
          <List label={t("My API tokens")} heads={[t("For"), t("Made"), t("Good until"), ""]}>
            {all.map((token) => (
              <tr key={token.id}>
                <td><span className={classes.nameCell}><IconKey size={16} stroke={1.6} aria-hidden />{token.name}</span></td>
                <td>{formatMoment(locale, token.created_at)}</td>
                <td>{token.expires_at ? formatDay(locale, token.expires_at) : t("until revoked")}</td>
                <td><Button variant="subtle" color="red" size="compact-xs" onClick={() => void revoke(token.id)}>{t("Revoke")}</Button></td>
              </tr>
            ))}
          </List>
        ) : <Empty>{t("No tokens yet.")}</Empty>}
      </Loaded>
      {making && <NewTokenDialog onClose={() => setMaking(false)} />}
    </SetupPage>
  );
}
