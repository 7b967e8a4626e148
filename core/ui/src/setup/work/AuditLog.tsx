// Who did what, when: filtered by what it was, by whom, and since when; and as a file.
import { Anchor, Button, Group, Select, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import { Link, useSearchParams } from "react-router";
import { api, urlOf, useCatalogue } from "../../api/client";
import type { Id, Named, PageOf, UiCatalogue } from "../../api/types";
import { DayField } from "../../fields/DayField";
import { formatMoment } from "../../fields/format/date";
import { useLocale } from "../../fields/useLocale";
import { Lookup } from "../../fields/Lookup";
import { t } from "../../i18n";
import { useNamed } from "../../fields/useNamed";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";

interface LogLine {
  id: string;
  at: string;
  by: Named | null;
  kind: string;
  what: string;
  object: string | null;
  record: Id | null;
  count: number | null;
  fields: string[];
  detail: Record<string, unknown>;
  address: string;
}

const PAGE = 50;

const kindWords = (): Record<string, string> => ({
  sign_in: t("Signing in"),
  token: t("API tokens"),
  export: t("Exports"),
  module: t("Modules"),
  metadata: t("Objects, fields and pages"),
  rights: t("Rights"),
  people: t("Users"),
  import: t("Imports"),
  bulk: t("Work on many records"),
  delivery: t("Channels and webhooks"),
});

/** What happened, in a few words; what has none is told as it is written. */
function wordsFor({ kind, what, count, detail }: LogLine): string {
  const words: Record<string, string> = {
    "sign_in begun": t("Signed in"),
    "sign_in refused": t("Was not let in"),
    "sign_in ended": t("Signed out"),
    "sign_in password": t("Changed the password"),
    "token made": t("Made the API token {name}", { name: String(detail.name ?? "") }),
    "token revoked": t("Revoked an API token"),
    "export list": t("Exported a list"),
    "export audit": t("Exported this log"),
    "module install": t("Installed the module {name}", { name: String(detail.name ?? "") }),
    "module enable": t("Switched on the module {name}", { name: String(detail.name ?? "") }),
    "module disable": t("Switched off the module {name}", { name: String(detail.name ?? "") }),
    "module detach": t("Put away the module {name}", { name: String(detail.name ?? "") }),
    "module purge": t("Removed the module {name} with its data", { name: String(detail.name ?? "") }),
    "delivery channel": t("Filled in the channel {name}", { name: String(detail.name ?? "") }),
    "delivery subscribed": t("Made a webhook"),
    "delivery opened": t("Opened an address for webhooks"),
    "delivery rotated": t("Gave a webhook a new secret"),
    "delivery replayed": t("Sent a delivery once more"),
    "people created": t("Made a user"),
    "people updated": t("Changed a user"),
    "people deleted": t("Deleted a user"),
    "people restored": t("Restored a user"),
    "bulk merge": t("Merged records"),
    "bulk clean": t("Put values in order"),
    "bulk delete": t("Deleted {count} records", { count: count ?? 0 }),
  };
  const known = words[`${kind} ${what}`];
  if (known) return known;
  if (kind === "import") return t("Imported {file}", { file: what });
  if (kind === "bulk") return t("Changed {count} records", { count: count ?? 0 });
  if (kind === "metadata" || kind === "rights") return (count ?? 1) > 1 ? t("Changed {name} and {count} more definitions", { name: what, count: (count ?? 1) - 1 }) : t("Changed {name}", { name: what });
  return what;
}

function Record({ object, id }: { object: string; id: Id }) {
  const { name } = useNamed(object, id);
  return <Anchor component={Link} inherit underline="always" to={`/o/${object}/${id}`}>{name || id}</Anchor>;
}

function detailOf(catalogue: UiCatalogue, line: LogLine): string {
  const object = line.object && !line.record ? (catalogue.objects[line.object]?.plural ?? line.object) : "";
  const filter = line.kind === "export" ? String(line.detail.filter ?? line.detail.view ?? "") : "";
  return [object, filter, line.fields.join(", ")].filter(Boolean).join(" · ");
}

function Line({ line }: { line: LogLine }) {
  const locale = useLocale();
  const catalogue = useCatalogue();
  return (
    <tr>
      <td><time dateTime={line.at}>{formatMoment(locale, line.at)}</time></td>
      <td>{line.by ? line.by.name : <Text span size="sm" c="dimmed">{line.kind === "sign_in" ? t("Unknown") : t("The system")}</Text>}</td>
      <td>
        <b>{wordsFor(line)}</b>{line.object && line.record && <> <Record object={line.object} id={line.record} /></>}
        <div className={classes.small}>{detailOf(catalogue, line)}</div>
      </td>
      <td className={classes.small}>{line.address}</td>
    </tr>
  );
}

/** What the address of the page says, as the server is asked it: whole days of the reader. */
function useWanted() {
  const [params, setParams] = useSearchParams();
  const words = kindWords();
  const kind = params.get("kind");
  const from = params.get("from");
  const to = params.get("to");
  const query = {
    kind: kind && kind in words ? kind : undefined,
    actor: params.get("by") ?? undefined,
    since: from ? dayjs(from).startOf("day").toISOString() : undefined,
    until: to ? dayjs(to).add(1, "day").startOf("day").toISOString() : undefined,
  };
  const set = (name: string, value: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (value) next.set(name, value);
    else next.delete(name);
    return next;
  }, { replace: true });
  return { query, words, from, to, by: params.get("by"), set };
}

export default function AuditLog() {
  const { query, words, from, to, by, set } = useWanted();
  const named = useNamed("user", by);
  const log = useInfiniteQuery({
    queryKey: ["audit", query],
    queryFn: ({ pageParam, signal }) => api.get<PageOf<LogLine>>("/audit", { query: { ...query, limit: PAGE, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const file = <Button component="a" href={urlOf("/audit/export", query)} download variant="default" leftSection={<IconDownload size={15} aria-hidden />}>{t("Export as CSV")}</Button>;
  return (
    <SetupPage title={t("Log")} about={t("Who signed in, exported, imported, changed rights, users, objects or many records. What was done to a single record stands in its own history.")} actions={file} wide>
      <Group mb="md" gap="sm" align="flex-end">
        <Select label={t("What happened")} placeholder={t("All")} clearable data={Object.entries(words).map(([value, label]) => ({ value, label }))} value={query.kind ?? null} onChange={(kind) => set("kind", kind)} w={230} />
        <Lookup label={t("By whom")} to="user" creatable={false} value={by ? { id: by, name: named.name } : null} onChange={(user) => set("by", user?.id ?? null)} />
        <DayField shown label={t("From day")} value={from ?? ""} onChange={(day) => set("from", day)} />
        <DayField shown label={t("To day")} value={to ?? ""} onChange={(day) => set("to", day)} />
      </Group>
      <Loaded asked={log}>
        {({ pages }) => pages[0]?.data.length ? (
          <>
            <List label={t("Log")} heads={[t("When"), t("By"), t("What happened"), t("From")]}>
              {pages.flatMap(({ data }) => data).map((line) => <Line key={line.kind + line.id} line={line} />)}
            </List>
            {log.hasNextPage && <Button mt="md" variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>{t("Show more")}</Button>}
          </>
        ) : <Empty>{t("Nothing of this kind has happened.")}</Empty>}
      </Loaded>
    </SetupPage>
  );
}
