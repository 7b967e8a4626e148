// One process, for who administers: its way, what it waits for and why it is stuck, all that happened, and ways to help it.
import { Alert, Badge, Button, Checkbox, Group, SegmentedControl, Select } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useCatalogue } from "../api/client";
import type { Named } from "../api/types";
import { formatMoment, formatWhen } from "../fields/format/date";
import { Lookup } from "../fields/Lookup";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { DownloadDrawing } from "../setup/drawings/DownloadDrawing";
import { useDefinition } from "../setup/kit/meta";
import { Loaded, pageClasses as classes, Section, SetupPage } from "../setup/kit/page";
import { recordPath } from "../shell/places";
import { AskWords } from "./AskWords";
import { labelOf, plainLabel, useDoing, useProcess, useRecordLabel, type Process, type Said, type Wait } from "./data";
import { Happenings } from "./History";
import { MigrateDialog } from "./MigrateDialog";
import own from "./processes.module.css";
import { Proposal } from "./Proposal";
import { Stages } from "./Stages";
import { actionWord, stateColour, stateWord, waitWord, wordsWith } from "./words";

/** About one step of those that wait so. */
const ABOUT_STEP: Record<string, string> = { retry: "repair", skip: "repair", force: "people", jump: "people", ask_again: "people" };
const GRAVE = ["cancel", "force", "jump", "skip"];

const stepLabel = (process: Process, step: string): string => (process.path.some((stage) => stage.step === step) ? labelOf(process, step) : plainLabel(step));

interface AskProps {
  process: Process;
  operation: string;
  onClose: () => void;
}

interface PartProps extends AskProps {
  said: Said;
  say: (more: Said) => void;
  errors: Record<string, string>;
  waits: Wait[];
}

function Visit({ process, waits, said, say, errors }: PartProps) {
  if (waits.length < 2) return null;
  const data = waits.map(({ visit, step }) => ({ value: String(visit), label: stepLabel(process, step) }));
  return <Select data-autofocus label={t("Which step")} allowDeselect={false} data={data} value={String(said.visit)} error={errors.visit} onChange={(visit) => say({ visit: Number(visit) })} />;
}

function Reassigned({ process, said, say, errors }: PartProps) {
  const open = process.tasks.filter(({ state }) => state === "pending" || state === "waiting");
  const data = open.map(({ id, step, assignee, candidates }) => ({ value: id, label: `${stepLabel(process, step)} · ${(assignee ? [assignee] : candidates).map(({ name }) => name).join(", ")}` }));
  return (
    <>
      <Select data-autofocus label={t("Whose task")} allowDeselect={false} data={data} value={String(said.task ?? "")} error={errors.task} onChange={(task) => say({ task })} />
      <Lookup to="user" creatable={false} size="sm" label={t("New person")} withAsterisk value={(said.person as Named | undefined) ?? null} error={errors.to} onChange={(person) => say({ person })} />
    </>
  );
}

function Decision({ said, say }: PartProps) {
  return <SegmentedControl aria-label={t("Decision")} data={[{ value: "approve", label: actionWord("approve") }, { value: "reject", label: actionWord("reject") }]} value={String(said.decision)} onChange={(decision) => say({ decision })} />;
}

function Target({ process, said, say, errors }: PartProps) {
  return <Select data-autofocus label={t("To which step")} withAsterisk data={process.path.map(({ step, label }) => ({ value: step, label }))} value={(said.to as string | undefined) ?? null} error={errors.to} onChange={(to) => say({ to })} />;
}

function Parts(props: PartProps) {
  return (
    <>
      {props.operation in ABOUT_STEP && <Visit {...props} />}
      {props.operation === "reassign" && <Reassigned {...props} />}
      {props.operation === "force" && <Decision {...props} />}
      {props.operation === "jump" && <Target {...props} />}
    </>
  );
}

/** Only what belongs to the operation is sent. */
function sent(operation: string, said: Said): Said {
  return {
    ...(operation in ABOUT_STEP && said.visit !== undefined && { visit: said.visit }),
    ...(operation === "reassign" && { task: said.task, to: (said.person as Named | undefined)?.id }),
    ...(operation === "force" && { decision: said.decision }),
    ...(operation === "jump" && { to: said.to }),
  };
}

function Ask(props: AskProps) {
  const { process, operation, onClose } = props;
  const { operate } = useDoing(process.record);
  const waits = process.waits.filter((wait) => wait.for === ABOUT_STEP[operation]);
  const firstTask = process.tasks.find(({ state }) => state === "pending" || state === "waiting")?.id;
  const [said, setSaid] = useState<Said>({ visit: waits[0]?.visit, task: firstTask, decision: "approve" });
  const ready = (operation !== "reassign" || Boolean(said.person && said.task)) && (operation !== "jump" || Boolean(said.to));
  const isGrave = GRAVE.includes(operation);
  return (
    <AskWords title={t("{action}: {name}", { action: actionWord(operation), name: process.label })} label={t("Say why")} required={isGrave} danger={isGrave} action={actionWord(operation)} ready={ready} send={(reason) => operate(process.id, operation, { ...sent(operation, said), ...(reason && { reason }) })} onClose={onClose}>
      {(errors) => <Parts {...props} said={said} say={(more) => setSaid((before) => ({ ...before, ...more }))} errors={errors} waits={waits} />}
    </AskWords>
  );
}

/** Where it has failed, with what the server said of it. */
function Trouble({ process }: { process: Process }) {
  const stuck = process.waits.filter((wait) => wait.for === "repair");
  return stuck.map((wait) => {
    const failure = process.history.findLast(({ what, step }) => what === "failed" && step === wait.step);
    return <Alert key={wait.visit} mb="md" color="red" icon={<IconAlertTriangle size={18} />} title={t("Stuck at: {step}", { step: stepLabel(process, wait.step) })}>{failure ? wordsWith(failure) : waitWord("repair")}</Alert>;
  });
}

function Waiting({ process }: { process: Process }) {
  const locale = useLocale();
  return (
    <Section title={t("What it waits for")}>
      <ul className={own.waits}>
        {process.waits.map((wait) => <li key={`${wait.visit} ${wait.step}`}><b>{stepLabel(process, wait.step)}</b> {waitWord(wait.for)}{wait.until && ` · ${t("due {when}", { when: formatMoment(locale, wait.until) })}`}</li>)}
      </ul>
    </Section>
  );
}

/** What it runs by, as a file, as long as that is in force. */
function Definition({ process }: { process: Process }) {
  const { data } = useDefinition(process.kind, process.definition);
  return data && !data.retired ? <DownloadDrawing kind={process.kind} name={process.definition} label={process.label} /> : null;
}

function Shown({ process }: { process: Process }) {
  const locale = useLocale();
  const { objects } = useCatalogue();
  const record = useRecordLabel(process.record);
  const [operation, setOperation] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const { record: about } = process;
  return (
    <SetupPage title={process.label} back={{ to: "/setup/processes", label: t("Processes") }} sign={<Badge mt={6} variant="light" color={stateColour(process.state)} tt="none" fw={600}>{stateWord(process.state)}</Badge>} actions={<Definition process={process} />} about={t("Version {version} · begun {when} by {who}", { version: process.definition_version, when: formatWhen(locale, process.started_at), who: process.submitter?.name ?? t("The system") })}>
      {about && <p className={own.about}>{objects[about.object]?.label}: {objects[about.object] ? <Link className={classes.nameLink} to={recordPath(about.object, about.id)}>{record}</Link> : record}</p>}
      <Trouble process={process} />
      {process.may.length > 0 && <Group gap={6} mb="md">{process.may.map((one) => <Button key={one} size="xs" variant={one === "retry" ? "filled" : "default"} c={one === "cancel" ? "red" : undefined} onClick={() => setOperation(one)}>{actionWord(one)}</Button>)}</Group>}
      <Proposal process={process} />
      {process.path.length > 0 && <Stages process={process} />}
      {process.waits.length > 0 && <Waiting process={process} />}
      <Section title={t("What has happened")} actions={<Checkbox size="xs" label={t("Every step")} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}>
        <Happenings process={process} all={all} />
      </Section>
      {operation === "migrate" && <MigrateDialog process={process} onClose={() => setOperation(null)} />}
      {operation && operation !== "migrate" && <Ask process={process} operation={operation} onClose={() => setOperation(null)} />}
    </SetupPage>
  );
}

export default function ProcessPage() {
  const { process = "" } = useParams();
  const asked = useProcess(process);
  return <Loaded asked={asked}>{(found) => <Shown process={found} />}</Loaded>;
}
