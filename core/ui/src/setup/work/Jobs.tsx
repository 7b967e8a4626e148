// What the server does by itself: how far it is, what went wrong, stopping it and trying again.
import { Badge, Button, Group, Progress, Select, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { api, useIsAdministrator } from "../../api/client";
import { noticeProblem } from "../../app/notices";
import { formatMoment, formatWhen } from "../../fields/format/date";
import { useLocale } from "../../fields/useLocale";
import { useNamed } from "../../fields/useNamed";
import { t } from "../../i18n";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";

type State = "waiting" | "running" | "done" | "failed" | "cancelled";

interface Job {
  id: string;
  name: string;
  state: State;
  due: string;
  attempts: number;
  actor_id: string | null;
  progress: number;
  error: string;
  created_at: string;
}

const KEY = ["jobs"];
const OFTEN = 2000;
/** What is due within this time is about to run. */
const SOON = 60_000;
const COLOURS: Record<State, string> = { waiting: "gray", running: "blue", done: "teal", failed: "red", cancelled: "gray" };

function stateWords(): Record<State, string> {
  return { waiting: t("Waiting"), running: t("Running"), done: t("Done"), failed: t("Failed"), cancelled: t("Cancelled") };
}

/** The platform's own jobs in words; those of modules go by their names. */
function nameWords(name: string): string {
  const words: Record<string, string> = {
    "core.bulk": t("Changing many records"),
    "core.build_index": t("Making lists faster"),
    "core.build_match_keys": t("Preparing the comparison of records"),
    "core.clean": t("Cleaning up values"),
    "core.deliver": t("Sending a message"),
    "core.find_duplicates": t("Looking for duplicates"),
    "core.import": t("Import of a file"),
    "core.push": t("Telling devices"),
    "core.read_file": t("Reading the text of a file"),
    "core.revert": t("Putting changes back"),
    "core.switch_plugin_off": t("Switching off a module"),
    "core.tidy": t("Clearing away what is no longer needed"),
  };
  return words[name] ?? name;
}

const isOpen = ({ state }: Job): boolean => state === "waiting" || state === "running";
const isAtWork = (job: Job): boolean => job.state === "running" || (job.state === "waiting" && Date.parse(job.due) < Date.now() + SOON);

function useJobs(state: string | null) {
  return useQuery({
    queryKey: [...KEY, state],
    queryFn: async ({ signal }) => (await api.get<{ data: Job[] }>("/jobs", { query: { state: state ?? undefined }, signal })).data,
    refetchInterval: (query) => (query.state.data?.some(isAtWork) ? OFTEN : false),
  });
}

function Starter({ id }: { id: string | null }) {
  const { name } = useNamed("user", id);
  return <>{id ? name : t("The system")}</>;
}

function StateCell({ job }: { job: Job }) {
  const locale = useLocale();
  return (
    <>
      <Badge size="sm" variant="light" color={COLOURS[job.state]} tt="none" fw={500}>{stateWords()[job.state] ?? job.state}</Badge>
      {job.state === "waiting" && !isAtWork(job) && <span className={classes.small}> {t("until {when}", { when: formatMoment(locale, job.due) })}</span>}
      {job.state !== "done" && job.attempts > 1 && <span className={classes.small}> {t("{count} attempts", { count: job.attempts })}</span>}
      {job.state === "running" && <Progress mt={4} w={110} size="sm" value={job.progress} aria-label={t("{percent} % done", { percent: job.progress })} />}
    </>
  );
}

/** Why it failed, the last line first: what Python says of a defect is long. */
function Reason({ text }: { text: string }) {
  const lines = text.trim().split("\n");
  const said = lines.at(-1) ?? "";
  if (lines.length === 1) return <Text size="xs" c="red" className={classes.expression}>{said}</Text>;
  return (
    <details className={classes.expression}>
      <summary><Text span size="xs" c="red" inherit={false}>{said}</Text></summary>
      <Text size="xs" c="dimmed" className={classes.trace}>{text}</Text>
    </details>
  );
}

function Line({ job, all }: { job: Job; all: boolean }) {
  const locale = useLocale();
  const client = useQueryClient();
  const name = nameWords(job.name);
  const act = async (what: "cancel" | "replay") => {
    try {
      await api.post(`/jobs/${job.id}/${what}`);
    } catch (error) {
      noticeProblem(error);
    }
    await client.invalidateQueries({ queryKey: KEY });
  };
  return (
    <tr>
      <td>{name}{job.error && <Reason text={job.error} />}</td>
      <td><StateCell job={job} /></td>
      {all && <td><Starter id={job.actor_id} /></td>}
      <td><time dateTime={job.created_at}>{formatWhen(locale, job.created_at)}</time></td>
      <td>
        {isOpen(job) && <Button variant="subtle" color="red" size="compact-xs" onClick={() => void act("cancel")}>{t("Stop the job")}</Button>}
        {(job.state === "failed" || job.state === "cancelled") && <Button variant="subtle" size="compact-xs" onClick={() => void act("replay")}>{t("Try again")}</Button>}
      </td>
    </tr>
  );
}

export default function Jobs() {
  const administers = useIsAdministrator();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const words = stateWords();
  const asked = params.get("state");
  const state = asked && asked in words ? asked : null;
  const jobs = useJobs(state);
  const about = administers
    ? t("What the server does beside the work of people, whoever started it. The list renews itself while something runs.")
    : t("What the server does for you. The list renews itself while something runs.");
  const replayAll = async () => {
    try {
      await api.post("/jobs/replay");
    } catch (error) {
      noticeProblem(error);
    }
    await client.invalidateQueries({ queryKey: KEY });
  };
  return (
    <SetupPage title={t("Jobs")} about={about}>
      <Group mb="md" align="flex-end">
        <Select maw={220} label={t("State")} placeholder={t("All")} clearable data={Object.entries(words).map(([value, label]) => ({ value, label }))} value={state} onChange={(value) => setParams(value ? { state: value } : {}, { replace: true })} />
        {state === "failed" && Boolean(jobs.data?.length) && <Button variant="default" onClick={() => void replayAll()}>{t("Try all again")}</Button>}
      </Group>
      <Loaded asked={jobs}>
        {(all) => all.length ? (
          <List label={t("Jobs")} heads={[t("Job"), t("State"), ...(administers ? [t("Started by")] : []), t("Since"), ""]}>
            {all.map((job) => <Line key={job.id} job={job} all={administers} />)}
          </List>
        ) : <Empty>{t("There are no jobs here. Imports, changes to many records and searches for duplicates appear in this list while they run and after.")}</Empty>}
      </Loaded>
    </SetupPage>
  );
}
