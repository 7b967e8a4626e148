// What left the tenant: how far each is, what the receiver said, and sending it once more.
import { Anchor, Button, Group, Select, Text } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api } from "../../api/client";
import type { PageOf } from "../../api/types";
import { noticeProblem } from "../../app/notices";
import { formatMoment, formatWhen } from "../../fields/format/date";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";
import { useChannels } from "./channels";
import { isAtWork, KEY, stateWords, type Delivery } from "./data";
import { DeliveryDialog } from "./DeliveryDialog";
import { StateBadge } from "./StateBadge";

const PAGE = 50;
const OFTEN = 2000;

/** The next try, while there is one. */
function Next({ delivery }: { delivery: Delivery }) {
  const locale = useLocale();
  if (!delivery.due || isAtWork(delivery)) return null;
  return <div className={classes.small}>{t("next on {when}", { when: formatMoment(locale, delivery.due) })}</div>;
}

interface LineProps {
  delivery: Delivery;
  channel: string;
  onOpen: () => void;
  onReplay: () => void;
}

function Line({ delivery, channel, onOpen, onReplay }: LineProps) {
  const locale = useLocale();
  return (
    <tr>
      <td>
        <Anchor component="button" type="button" inherit className={classes.nameLink} onClick={onOpen}>{delivery.subject || delivery.receiver}</Anchor>
        <div className={classes.small}>{channel} · <span className={classes.api}>{delivery.receiver}</span></div>
      </td>
      <td><StateBadge state={delivery.state} /><Next delivery={delivery} /></td>
      <td>
        {delivery.tries > 0 && <Text size="sm">{t("{count} tries", { count: delivery.tries })}</Text>}
        {delivery.answer && <Text size="xs" c="dimmed" lineClamp={2} className={classes.expression}>{delivery.answer}</Text>}
      </td>
      <td className={classes.small}><time dateTime={delivery.created_at}>{formatWhen(locale, delivery.created_at)}</time></td>
      <td>{delivery.state !== "queued" && <Button variant="subtle" size="compact-xs" onClick={onReplay}>{delivery.state === "sent" ? t("Send once more") : t("Send now")}</Button>}</td>
    </tr>
  );
}

function useDeliveries(query: Record<string, string | undefined>) {
  return useInfiniteQuery({
    queryKey: [...KEY, "list", query],
    queryFn: ({ pageParam, signal }) => api.get<PageOf<Delivery>>("/deliveries", { query: { ...query, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ data }) => data.some(isAtWork)) ? OFTEN : false),
  });
}

function useWanted() {
  const [params, setParams] = useSearchParams();
  const set = (name: string, value: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });
  const state = params.get("state");
  return { set, query: { state: state && state in stateWords() ? state : undefined, channel: params.get("channel") ?? undefined, webhook: params.get("webhook") ?? undefined } };
}

export default function Deliveries() {
  const client = useQueryClient();
  const { query, set } = useWanted();
  const [open, setOpen] = useState<string | null>(null);
  const channels = useChannels().data ?? [];
  const labels = Object.fromEntries(channels.map(({ name, label }) => [name, label]));
  const asked = useDeliveries(query);
  const replay = async (id: string) => {
    try {
      await api.post(`/deliveries/${id}/replay`);
    } catch (error) {
      noticeProblem(error);
    }
    await client.invalidateQueries({ queryKey: KEY });
  };
  return (
    <SetupPage title={t("Deliveries")} about={t("E-mails, webhooks and whatever else left here: what the receiver said, and when it is tried again.")} wide>
      <Group mb="md" gap="sm" align="flex-end">
        <Select label={t("State")} placeholder={t("All")} clearable data={Object.entries(stateWords()).map(([value, label]) => ({ value, label }))} value={query.state ?? null} onChange={(state) => set("state", state)} w={180} />
        <Select label={t("Channel")} placeholder={t("All")} clearable data={channels.map(({ name, label }) => ({ value: name, label }))} value={query.channel ?? null} onChange={(channel) => set("channel", channel)} w={180} />
        {query.webhook && <Button variant="default" onClick={() => set("webhook", null)}>{t("Those of all webhooks")}</Button>}
      </Group>
      <Loaded asked={asked}>
        {({ pages }) => pages[0]?.data.length ? (
          <>
            <List label={t("Deliveries")} heads={[t("What"), t("State"), t("Answer"), t("Since"), ""]}>
              {pages.flatMap(({ data }) => data).map((delivery) => (
                <Line key={delivery.id} delivery={delivery} channel={labels[delivery.channel] ?? delivery.channel} onOpen={() => setOpen(delivery.id)} onReplay={() => void replay(delivery.id)} />
              ))}
            </List>
            {asked.hasNextPage && <Button mt="md" variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>{t("Show more")}</Button>}
          </>
        ) : <Empty>{t("Nothing has left here yet.")}</Empty>}
      </Loaded>
      {open && <DeliveryDialog id={open} onClose={() => setOpen(null)} onReplay={() => void replay(open)} />}
    </SetupPage>
  );
}
