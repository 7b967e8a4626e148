// What the page of a record says of its approvals: how far they are, who has them, and what I can do.
import { ActionIcon, Badge, Button, Group, Menu } from "@mantine/core";
import { IconBolt, IconCheck, IconDots, IconHistory, IconLock, IconSend, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { AutomationButton, Named } from "../api/types";
import { confirmed } from "../app/confirmed";
import { noticeProblem } from "../app/notices";
import { formatWhen } from "../fields/format/date";
import { Lookup } from "../fields/Lookup";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { nameOf } from "../record/data";
import { useRecordPage } from "../record/RecordContext";
import { ActDialog } from "./ActDialog";
import { AskWords } from "./AskWords";
import { isOpen, myTask, useDoing, useOfRecord, type About, type Offered, type Process } from "./data";
import { HistoryDrawer } from "./History";
import classes from "./processes.module.css";
import { Proposal } from "./Proposal";
import { Stages } from "./Stages";
import { actionWord, stateColour, stateWord } from "./words";

const FIRST = ["approve", "reject", "claim"];
/** What whoever has submitted it can do here; the rest is for the pages of administrators. */
const OWN = ["resubmit", "remind", "recall"];
/** Needs no more words. */
const AT_ONCE = ["claim", "release"];

function useAtOnce(about: About | null) {
  const { act, operate } = useDoing(about);
  const told = (promise: Promise<unknown>) => void promise.catch(noticeProblem);
  return { act: (task: string, what: string) => told(act(task, what, {})), operate: (process: string, what: string) => told(operate(process, what, {})) };
}

function Decisions({ process, chosen }: { process: Process; chosen: (action: string) => void }) {
  const task = myTask(process);
  const { act } = useAtOnce(process.record);
  if (!task) return null;
  const choose = (what: string) => (AT_ONCE.includes(what) ? act(task.id, what) : chosen(what));
  const first = FIRST.filter((one) => task.actions.includes(one));
  const rest = task.actions.filter((one) => !FIRST.includes(one));
  return (
    <>
      {first.map((one) => (
        <Button key={one} h={30} className={classes.decision} variant={one === "reject" ? "light" : "filled"} color={one === "approve" ? "teal.8" : one === "reject" ? "red" : undefined} leftSection={one === "approve" ? <IconCheck size={15} aria-hidden /> : one === "reject" ? <IconX size={15} aria-hidden /> : undefined} onClick={() => choose(one)}>{actionWord(one)}</Button>
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-end" width={250}>
          <Menu.Target><ActionIcon variant="default" size={30} aria-label={t("More decisions")}><IconDots size={16} aria-hidden /></ActionIcon></Menu.Target>
          <Menu.Dropdown>{rest.map((one) => <Menu.Item key={one} onClick={() => choose(one)}>{actionWord(one)}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function Owned({ process, recall }: { process: Process; recall: () => void }) {
  const { operate } = useAtOnce(process.record);
  return OWN.filter((one) => process.may.includes(one)).map((one) => (
    <Button key={one} h={30} variant={one === "resubmit" ? "filled" : "default"} onClick={() => (one === "recall" ? recall() : operate(process.id, one))}>{actionWord(one)}</Button>
  ));
}

function RecallDialog({ process, name, onClose }: { process: Process; name: string; onClose: () => void }) {
  const { operate } = useDoing(process.record);
  return <AskWords title={t("{action}: {name}", { action: actionWord("recall"), name })} about={t("Nobody has to decide it any more.")} label={t("Comment")} required={false} action={actionWord("recall")} send={(comment) => operate(process.id, "recall", comment ? { comment } : {})} onClose={onClose} />;
}

function Approval({ process, locked }: { process: Process; locked: boolean }) {
  const { object, record } = useRecordPage();
  const locale = useLocale();
  const [action, setAction] = useState<string | null>(null);
  const [history, setHistory] = useState(false);
  const [recalling, setRecalling] = useState(false);
  const task = myTask(process);
  const who = process.submitter?.name ?? "";
  const facts = process.ended_at ? formatWhen(locale, process.ended_at) : t("{who} asked for it {when}", { who, when: formatWhen(locale, process.started_at) });
  return (
    <section className={classes.bar} aria-label={t("Approval: {label}", { label: process.label })}>
      <div className={classes.head}>
        <div className={classes.titles}>
          <span className={classes.title}>{process.label}</span>
          <Badge size="sm" variant="light" color={stateColour(process.state)} tt="none" fw={600}>{stateWord(process.state)}</Badge>
          <span className={classes.by}>{facts}</span>
          {locked && <span className={classes.locked}><IconLock size={13} aria-hidden /> {t("Locked while it is being approved")}</span>}
        </div>
        <Group gap={6} className={classes.buttons}>
          <Decisions process={process} chosen={setAction} />
          <Owned process={process} recall={() => setRecalling(true)} />
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={t("What has happened")} onClick={() => setHistory(true)}><IconHistory size={17} aria-hidden /></ActionIcon>
        </Group>
      </div>
      {isOpen(process) && <><Proposal process={process} /><Stages process={process} /></>}
      {action && task && <ActDialog process={process} task={task} action={action} onClose={() => setAction(null)} />}
      {history && <HistoryDrawer process={process} onClose={() => setHistory(false)} />}
      {recalling && <RecallDialog process={process} name={nameOf(object, record)} onClose={() => setRecalling(false)} />}
    </section>
  );
}

/** Several can be asked, where who submits it says who decides. */
function Chosen({ people, choose, error }: { people: Named[]; choose: (people: Named[]) => void; error: string | undefined }) {
  return (
    <>
      <Lookup to="user" creatable={false} size="sm" data-autofocus label={t("Who is to decide")} withAsterisk value={null} error={error} onChange={(one) => one && !people.some(({ id }) => id === one.id) && choose([...people, one])} />
      {people.length > 0 && <Group gap={6}>{people.map((one) => <Button key={one.id} size="compact-xs" variant="light" rightSection={<IconX size={12} aria-hidden />} aria-label={t("Remove {name}", { name: one.name })} onClick={() => choose(people.filter(({ id }) => id !== one.id))}>{one.name}</Button>)}</Group>}
    </>
  );
}

function SubmitDialog({ about, offered, onClose }: { about: About; offered: Offered; onClose: () => void }) {
  const { submit } = useDoing(about);
  const [people, setPeople] = useState<Named[]>([]);
  const send = (comment: string) => submit({ approval: offered.name, ...(comment && { comment }), ...(people.length && { chosen: people.map(({ id }) => id) }) });
  return (
    <AskWords title={t("{action}: {name}", { action: actionWord("submit"), name: about.name ?? "" })} about={offered.label} label={t("Comment")} required={false} action={actionWord("submit")} ready={!offered.chosen || people.length > 0} send={send} onClose={onClose}>
      {offered.chosen ? (errors) => <Chosen people={people} choose={setPeople} error={errors.chosen} /> : undefined}
    </AskWords>
  );
}

function Submit({ offered, choose }: { offered: Offered[]; choose: (one: Offered) => void }) {
  const only = offered.length === 1 ? offered[0] : undefined;
  const button = <Button h={30} variant="light" leftSection={<IconSend size={14} aria-hidden />} onClick={only && (() => choose(only))}>{actionWord("submit")}</Button>;
  if (only) return button;
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>{offered.map((one) => <Menu.Item key={one.name} onClick={() => choose(one)}>{one.label}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  );
}

/** Automations that somebody who may change the record begins here. */
function Buttons({ about, buttons }: { about: About; buttons: AutomationButton[] }) {
  const { begin } = useDoing(about);
  const [busy, setBusy] = useState("");
  const press = async ({ name, confirm }: AutomationButton) => {
    if (confirm && !(await confirmed(confirm))) return;
    setBusy(name);
    await begin(name).catch(noticeProblem);
    setBusy("");
  };
  return buttons.map((one) => <Button key={one.name} h={30} variant="default" loading={busy === one.name} leftSection={<IconBolt size={14} aria-hidden />} onClick={() => void press(one)}>{one.label}</Button>);
}

export default function ApprovalBar() {
  const { object, id, record } = useRecordPage();
  const { data } = useOfRecord(object.name, id);
  const [chosen, setChosen] = useState<Offered | null>(null);
  if (!data || (!data.shown.length && !data.offered.length && !data.buttons.length)) return null;
  const about = { object: object.name, id, name: nameOf(object, record) };
  return (
    <div className={classes.bars}>
      {data.shown.map((process) => <Approval key={process.id} process={process} locked={data.locked && isOpen(process)} />)}
      {data.offered.length + data.buttons.length > 0 && (
        <div className={classes.offered}>
          <span className={classes.by}>{data.offered.length === 0 ? t("What can be done with it") : data.offered.length === 1 ? data.offered[0]?.label : t("There are approvals for this")}</span>
          <Group gap={6} justify="flex-end">
            <Buttons about={about} buttons={data.buttons} />
            {data.offered.length > 0 && <Submit offered={data.offered} choose={setChosen} />}
          </Group>
        </div>
      )}
      {chosen && <SubmitDialog about={about} offered={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}
