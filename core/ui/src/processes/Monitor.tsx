// Every process of the company, for who administers: where it stands, and which of them need repair.
import { Badge, Button, Checkbox, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, useCatalogue } from "../api/client";
import type { Id } from "../api/types";
import { formatWhen } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { useDefinitions } from "../setup/kit/meta";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../setup/kit/page";
import { PROCESSES, useRecordLabel, type Head } from "./data";
import own from "./processes.module.css";
import { stateColour, stateWord } from "./words";

const AT_ONCE = 50;
/** States of processes that haven't ended, and `ended` for all that have. */
const STATES = ["running", "returned", "suspended", "ended"];

interface Wish {
  state: string | null;
  name: string | null;
  stuck: boolean;
}

function useProcesses({ state, name, stuck }: Wish) {
  return useInfiniteQuery({
    queryKey: [...PROCESSES, "list", state, name, stuck],
    queryFn: ({ pageParam, signal }) => api.get<{ data: Head[] }>("/processes", { query: { state: state ?? undefined, name: name ?? undefined, stuck: stuck || undefined, limit: AT_ONCE, before: pageParam ?? undefined }, signal }),
    initialPageParam: null as Id | null,
    getNextPageParam: ({ data }) => (data.length === AT_ONCE ? data.at(-1)!.id : undefined),
  });
}

function Line({ process }: { process: Head }) {
  const locale = useLocale();
  const { objects } = useCatalogue();
  const record = useRecordLabel(process.record);
  return (
    <tr>
      <td><Link className={classes.nameLink} to={`/setup/processes/${process.id}`}>{record || process.label}</Link> <span className={own.by}>{objects[process.record?.object ?? ""]?.label}</span></td>
      <td>{process.label}</td>
      <td><Badge size="sm" variant="light" color={stateColour(process.state)} tt="none" fw={600}>{stateWord(process.state)}</Badge>{process.stuck && <Badge ml={4} size="sm" color="red.8" tt="none" fw={600}>{t("stuck")}</Badge>}</td>
      <td>{process.submitter?.name ?? t("The system")}</td>
      <td><time dateTime={process.changed_at}>{formatWhen(locale, process.changed_at)}</time></td>
    </tr>
  );
}

function useNames() {
  const approvals = useDefinitions("approval", true);
  const automations = useDefinitions("automation", true);
  const all = [...(approvals.data ?? []), ...(automations.data ?? [])];
  return all.map(({ name, label }) => ({ value: name, label: label || name }));
}

export default function Monitor() {
  const [params, setParams] = useSearchParams();
  const wish: Wish = { state: params.get("state"), name: params.get("name"), stuck: params.get("stuck") === "true" };
  const processes = useProcesses(wish);
  const definitions = useNames();
  const want = (more: Partial<Wish>) => {
    const { state, name, stuck } = { ...wish, ...more };
    setParams({ ...(state && { state }), ...(name && { name }), ...(stuck && { stuck: "true" }) }, { replace: true });
  };
  const asked = { data: processes.data?.pages.flatMap(({ data }) => data), error: processes.error, refetch: processes.refetch };
  return (
    <SetupPage wide title={t("Processes")} about={t("Approvals and automations, the newest first: where each of them stands, and what keeps it there.")}>
      <div className={own.filters}>
        <Select size="xs" aria-label={t("Where it stands")} placeholder={t("All states")} clearable data={STATES.map((state) => ({ value: state, label: state === "ended" ? t("Has ended") : stateWord(state) }))} value={wish.state} onChange={(state) => want({ state })} />
        <Select size="xs" aria-label={t("Approval or automation")} placeholder={t("All approvals and automations")} clearable searchable data={definitions} value={wish.name} onChange={(name) => want({ name })} />
        <Checkbox size="xs" label={t("Only those that need repair")} checked={wish.stuck} onChange={(event) => want({ stuck: event.currentTarget.checked })} />
      </div>
      <Loaded asked={asked}>
        {(all) => all.length ? (
          <List label={t("Processes")} heads={[t("What it is about"), t("Approval or automation"), t("Where it stands"), t("Begun by"), t("Moved last")]}>
            {all.map((process) => <Line key={process.id} process={process} />)}
          </List>
        ) : <Empty>{t("There are no such processes.")}</Empty>}
      </Loaded>
      {processes.hasNextPage && <Button mt="md" variant="default" loading={processes.isFetchingNextPage} onClick={() => void processes.fetchNextPage()}>{t("Show more")}</Button>}
    </SetupPage>
  );
}
