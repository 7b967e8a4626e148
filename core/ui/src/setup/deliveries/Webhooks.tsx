// Webhooks: who hears of records at a URL; trying one, its secret, switching it off.
import { ActionIcon, Badge, Button, Menu } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, useCatalogue } from "../../api/client";
import { notice, noticeProblem, noticeUndo } from "../../app/notices";
import { useNamed } from "../../fields/useNamed";
import { t } from "../../i18n";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";
import { KEY as DELIVERIES } from "./data";
import { Incoming } from "./Incoming";
import { Secret } from "./Secret";
import { eventWords, WebhookDialog, type Webhook } from "./WebhookDialog";

const KEY = ["webhooks"];

function Owner({ id }: { id: string | null }) {
  return <>{useNamed("user", id).name}</>;
}

interface LineProps {
  hook: Webhook;
  onChange: () => void;
  onAct: (what: () => Promise<unknown>) => void;
  onSecret: (secret: string) => void;
}

function Line({ hook, onChange, onAct, onSecret }: LineProps) {
  const { objects } = useCatalogue();
  const navigate = useNavigate();
  const events = eventWords();
  const one = `/webhooks/${hook.id}`;
  const test = async () => {
    await api.post(`${one}/test`);
    notice(t("A test is on its way; what the receiver says stands under Deliveries"));
  };
  const remove = async () => {
    await api.del(one);
    noticeUndo(t("The webhook is deleted"), async () => onAct(() => api.post(`/records/webhook_subscription/${hook.id}/restore`)));
  };
  return (
    <tr>
      <td>
        <button type="button" className={`${classes.plainButton} ${classes.api}`} onClick={onChange}>{hook.url}</button>
        <div className={classes.small}>{hook.objects.map((name) => objects[name]?.plural ?? name).join(", ")} · {hook.events.map((event) => events[event] ?? event).join(", ")}</div>
        {hook.filter && <div className={classes.expression}>{hook.filter}</div>}
      </td>
      <td><Badge size="sm" variant="light" color={hook.active ? "teal" : "gray"} tt="none" fw={500}>{hook.active ? t("On") : t("Off")}</Badge></td>
      <td className={classes.small}><Owner id={hook.owner_id} /></td>
      <td>
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t("More for {name}", { name: hook.url })}><IconDots size={16} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onChange}>{t("Change")}</Menu.Item>
            <Menu.Item onClick={() => onAct(test)}>{t("Send a test")}</Menu.Item>
            <Menu.Item onClick={() => void navigate(`/setup/deliveries?webhook=${hook.id}`)}>{t("Show deliveries")}</Menu.Item>
            <Menu.Item onClick={() => onAct(() => api.patch(one, { active: !hook.active }))}>{hook.active ? t("Switch off") : t("Switch on")}</Menu.Item>
            <Menu.Item onClick={() => onAct(async () => onSecret((await api.post<{ secret: string }>(`${one}/rotate`)).secret))}>{t("New secret")}</Menu.Item>
            <Menu.Item color="red" onClick={() => onAct(remove)}>{t("Delete")}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}

export default function Webhooks() {
  const client = useQueryClient();
  const [open, setOpen] = useState<Webhook | "new" | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const hooks = useQuery({ queryKey: KEY, queryFn: async ({ signal }) => (await api.get<{ data: Webhook[] }>("/webhooks", { signal })).data });
  const renew = () => Promise.all([client.invalidateQueries({ queryKey: KEY }), client.invalidateQueries({ queryKey: DELIVERIES })]);
  const act = async (what: () => Promise<unknown>) => {
    try {
      await what();
    } catch (error) {
      noticeProblem(error);
    }
    await renew();
  };
  const saved = (made: Webhook & { secret?: string }) => {
    setOpen(null);
    if (made.secret) setSecret(made.secret);
    void renew();
  };
  const add = <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen("new")}>{t("New webhook")}</Button>;
  return (
    <SetupPage title={t("Webhooks")} about={t("Other systems hear of records at a URL, as far as the owner of the webhook may see them. What is sent is signed (Standard Webhooks).")} actions={add}>
      <Loaded asked={hooks}>
        {(all) => all.length ? (
          <List label={t("Webhooks")} heads={[t("Address"), t("State"), t("Owner"), ""]}>
            {all.map((hook) => <Line key={hook.id} hook={hook} onChange={() => setOpen(hook)} onAct={(what) => void act(what)} onSecret={setSecret} />)}
          </List>
        ) : <Empty>{t("Nobody hears of records by a webhook yet.")}</Empty>}
      </Loaded>
      <Incoming onSecret={setSecret} />
      {open && <WebhookDialog hook={open === "new" ? undefined : open} onClose={() => setOpen(null)} onSaved={saved} />}
      {secret && <Secret secret={secret} onClose={() => setSecret(null)} />}
    </SetupPage>
  );
}
