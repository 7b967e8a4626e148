// Automations, approvals and decision tables from other tools, and for them: files of BPMN and DMN in and out.
import { Button, FileButton, Select, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState, type DragEvent } from "react";
import { useCatalogue } from "../../api/client";
import { problemText } from "../../app/problem";
import { notice } from "../../app/notices";
import { t } from "../../i18n";
import { useChange, useDefinitions, type Document } from "../kit/meta";
import { Empty, List, Loaded, pageClasses, Section, SetupPage } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import { useKinds } from "../configuration/VersionsPage";
import { puttingAll, readDrawing, type Drawing, type Proposal } from "./data";
import { DownloadDrawing } from "./DownloadDrawing";
import classes from "./Drawings.module.css";
import { keyOf, Notes, Proposed } from "./Proposed";

function useKindLabels(): (kind: string) => string {
  const kinds = useKinds();
  return (kind) => kinds.data?.find(({ name }) => name === kind)?.label ?? kind;
}

/** What was read of a file, or why it couldn't be. */
function useReading() {
  const [file, setFile] = useState<File | null>(null);
  const [object, setObject] = useState<string | null>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const take = async (taken: File | null, about: string | null) => {
    setFile(taken);
    setObject(about);
    setRefusal("");
    setDrawing(null);
    if (!taken) return;
    setBusy(true);
    try {
      setDrawing(await readDrawing(taken, about));
    } catch (error) {
      setRefusal(problemText(error));
    }
    setBusy(false);
  };
  return { file, object, drawing, refusal, busy, take };
}

function Chooser({ reading }: { reading: ReturnType<typeof useReading> }) {
  const { file, object, busy, take } = reading;
  const { objects } = useCatalogue();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void take(event.dataTransfer.files[0] ?? null, object);
  };
  const data = Object.values(objects).map(({ name, label }) => ({ value: name, label }));
  return (
    <>
      <Select className={classes.object} label={t("Approvals in it are about")} description={t("Without an object, processes with tasks for people become automations.")} searchable clearable data={data} value={object} onChange={(about) => void take(file, about)} />
      <div className={classes.drop} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <FileButton accept=".bpmn,.dmn,.xml,application/xml,text/xml" onChange={(taken) => void take(taken, object)}>
          {(button) => <Button {...button} variant="default" loading={busy} leftSection={<IconUpload size={15} aria-hidden />}>{t("Choose a file of BPMN or DMN")}</Button>}
        </FileButton>
        <Text size="sm" c="dimmed">{file ? file.name : t("or drop it here")}</Text>
      </div>
    </>
  );
}

/** Those that stand as they came are chosen at first. */
const sound = ({ definitions }: Drawing): string[] => definitions.filter(({ problems }) => !problems.length).map(keyOf);

function Review({ drawing, done }: { drawing: Drawing; done: () => void }) {
  const [chosen, setChosen] = useState(() => sound(drawing));
  const [drafts, setDrafts] = useState<Record<string, Document>>({});
  const kindLabel = useKindLabels();
  const change = useChange(() => { notice(t("It is in force")); done(); });
  const choose = (key: string, yes: boolean) => setChosen((before) => (yes ? [...before, key] : before.filter((one) => one !== key)));
  const documentOf = (one: Proposal) => drafts[keyOf(one)] ?? one.definition;
  const wanted = drawing.definitions.filter((one) => chosen.includes(keyOf(one)));
  const propose = () => void change.propose(puttingAll(wanted.map((one) => ({ kind: one.kind, definition: documentOf(one) }))));
  return (
    <Section title={t("What is in it")} about={t("Choose what is to be put in force. What names something that isn't here has to be changed first, or made here first.")}>
      {drawing.definitions.length === 0 && <Empty>{t("Nothing in this file can be taken over.")}</Empty>}
      <ul className={classes.proposals}>
        {drawing.definitions.map((one) => (
          <Proposed key={keyOf(one)} one={one} kind={kindLabel(one.kind)} chosen={chosen.includes(keyOf(one))} choose={(yes) => choose(keyOf(one), yes)} document={documentOf(one)} mend={(document) => setDrafts((before) => ({ ...before, [keyOf(one)]: document }))} />
        ))}
      </ul>
      <Notes title={t("Left out of the whole file")} notes={drawing.remarks} />
      <Notes title={t("What would be wrong elsewhere")} notes={drawing.problems} bad />
      <Refusals change={change} />
      {drawing.definitions.length > 0 && <Button mt="md" disabled={!wanted.length} loading={change.busy} onClick={propose}>{t("See what it would do")}</Button>}
      <PlanDialog change={change} title={t("Put in force")} />
    </Section>
  );
}

function Import() {
  const reading = useReading();
  const { drawing, refusal } = reading;
  return (
    <>
      <Section title={t("Bring in")} about={t("You see what comes in, what doesn't, and what is lacking here before anything is done.")}>
        <Chooser reading={reading} />
        {refusal && <Text mt="sm" c="red.8" role="alert">{refusal}</Text>}
      </Section>
      {drawing && <Review key={`${reading.file?.name} ${reading.object}`} drawing={drawing} done={() => void reading.take(null, reading.object)} />}
    </>
  );
}

/** Every definition that can be drawn. */
function useDrawn() {
  const asked = { approval: useDefinitions("approval"), automation: useDefinitions("automation"), decision_table: useDefinitions("decision_table") };
  const all = Object.values(asked);
  const found = Object.entries(asked).flatMap(([kind, { data }]) => (data ?? []).map((one) => ({ kind, ...one })));
  return { data: all.every(({ data }) => data) ? found : undefined, error: all.find(({ error }) => error)?.error, refetch: () => all.map(({ refetch }) => refetch()) };
}

function Export() {
  const kindLabel = useKindLabels();
  const asked = useDrawn();
  return (
    <Section title={t("Take out")} about={t("For other tools: BPMN 2.0 with its drawing, decision tables as DMN. Such a file comes back as the same definition.")}>
      <Loaded asked={asked}>
        {(all) => all.length ? (
          <List label={t("Take out")} heads={[t("Name"), t("Kind"), ""]}>
            {all.map(({ kind, name, label }) => (
              <tr key={`${kind} ${name}`}>
                <td>{label} <code className={pageClasses.api}>{name}</code></td>
                <td>{kindLabel(kind)}</td>
                <td><DownloadDrawing kind={kind} name={name} label={label} /></td>
              </tr>
            ))}
          </List>
        ) : <Empty>{t("There are no approvals, automations or decision tables yet.")}</Empty>}
      </Loaded>
    </Section>
  );
}

export default function Drawings() {
  return (
    <SetupPage title={t("Drawings")} about={t("Approvals, automations and decision tables that were drawn in another tool, and yours for other tools.")}>
      <Import />
      <Export />
    </SetupPage>
  );
}
