// The test bench: the route of one record, and what the last records would do, beside what they do now. Nothing is written.
import { Alert, Badge, Button, NumberInput, SegmentedControl } from "@mantine/core";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { api, useCatalogue } from "../api/client";
import type { Id, Named } from "../api/types";
import { problemText } from "../app/problem";
import { Lookup } from "../fields/Lookup";
import { formatMoment } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { stateWord } from "../processes/words";
import { ConditionText } from "./ConditionText";
import { useDesigner, type Mark } from "./context";
import classes from "./designer.module.css";
import { faceOf } from "./kinds";
import { doOf, pointer, walked, type Doc } from "./model";
import { HEAD, stepName } from "./nodes";
import { titleOf } from "./Tree";

interface Asked {
  step: string;
  people: Named[];
  due_at: string | null;
  now: boolean;
}
interface Tried {
  record: { object: string; id: Id; name: string };
  begins: boolean;
  condition: { text: string; holds: boolean; values: Record<string, unknown> } | null;
  path: { what: string; step: string; facts: Record<string, unknown> }[];
  asks: Asked[];
  does: { step: string; do: string; set: Record<string, unknown> }[];
  outcome: string;
  problem: string | null;
}

const ask = async (kind: string, name: string, body: object): Promise<Tried[]> => (await api.post<{ results: Tried[] }>(`/meta/${kind}/${name}/test`, body, { idempotencyKey: null })).results;

/** What counts when two versions are compared: not when, but whether, who and what. */
const essence = ({ begins, path, asks, does, outcome }: Tried): string =>
  JSON.stringify([begins, path.map(({ what, step }) => [what, step]), asks.map(({ step, people }) => [step, people.map(({ id }) => id)]), does, outcome]);

/** The nodes of the drawing by what the test says of them. */
function useMarking(): (tried: Tried) => Map<string, Mark> {
  const { doc, kind } = useDesigner();
  return (tried) => {
    const nodes = new Map(walked(doc, kind).map(({ step, path }) => [stepName(step.id, path), pointer(path)]));
    const marks = new Map<string, Mark>([[HEAD, { state: tried.begins ? "passed" : "skipped", words: tried.record.name }]]);
    for (const { what, step } of tried.path) {
      const node = nodes.get(step);
      if (node) marks.set(node, { state: what === "skipped" ? "skipped" : what === "failed" || what === "nobody" ? "failed" : "passed", words: marks.get(node)?.words ?? "" });
    }
    for (const { step, people } of tried.asks) {
      const node = nodes.get(step);
      if (node) marks.set(node, { state: "passed", words: [marks.get(node)?.words, people.map(({ name }) => name).join(", ")].filter(Boolean).join(", ") });
    }
    return marks;
  };
}

function useTitles(): (step: string) => string {
  const { doc, kind, steps } = useDesigner();
  const titles = new Map(walked(doc, kind).map(({ step, path }) => [stepName(step.id, path), titleOf(step, doOf(step, kind), faceOf(doOf(step, kind), steps).label)]));
  return (step) => titles.get(step) ?? step;
}

const shown = (value: unknown): string => (value === null || value === undefined ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value));

function Facts({ tried }: { tried: Tried }) {
  const locale = useLocale();
  const { saying, doc, kind, steps } = useDesigner();
  const title = useTitles();
  const reason = (name: string) => {
    const found = walked(doc, kind).find(({ step, path }) => stepName(step.id, path) === name)?.step;
    return found ? saying.step(found) : "";
  };
  const values = Object.entries(tried.condition?.values ?? {});
  return (
    <ul className={classes.facts}>
      {tried.condition && <li>{tried.condition.holds ? t("The condition holds") : t("The condition doesn't hold")}: <ConditionText object={tried.record.object} expression={tried.condition.text} />{values.length > 0 && <> ({values.map(([name, value]) => `${saying.field(name)} = ${shown(value)}`).join(", ")})</>}</li>}
      {tried.asks.map((one, place) => (
        <li key={`${one.step}${place}`}>
          <strong>{title(one.step)}</strong>: {one.people.map(({ name }) => name).join(", ") || t("nobody")}
          {one.due_at && <> · {t("until {moment}", { moment: formatMoment(locale, one.due_at) })}</>}
          <div className={classes.hint}>{reason(one.step)}</div>
        </li>
      ))}
      {tried.path.filter(({ what }) => what === "skipped" || what === "nobody" || what === "failed").map((one, place) => <li key={`${one.step}${place}`}>{one.what === "skipped" ? t("Left out: {step}", { step: title(one.step) }) : one.what === "nobody" ? t("There is nobody to ask: {step}", { step: title(one.step) }) : t("It would fail: {step}", { step: title(one.step) })}</li>)}
      {tried.does.map((one, place) => <li key={`${one.step}${place}`}>{faceOf(one.do, steps).label}{Object.keys(one.set).length > 0 && <>: {Object.entries(one.set).map(([name, value]) => `${saying.field(name)} = ${shown(value)}`).join(", ")}</>}</li>)}
      {tried.outcome && <li>{t("The end: {state}", { state: stateWord(tried.outcome) })}</li>}
      {tried.problem && <li className={classes.fault}>{tried.problem}</li>}
    </ul>
  );
}

function Result({ tried, now, onShow }: { tried: Tried; now?: Tried; onShow?: () => void }) {
  const changed = now !== undefined && essence(now) !== essence(tried);
  return (
    <li className={classes.result} data-changed={changed || undefined}>
      <div className={classes.resultHead}>
        <Link to={`/o/${tried.record.object}/${tried.record.id}`} target="_blank">{tried.record.name || tried.record.id}</Link>
        <Badge size="sm" variant="light" tt="none" color={tried.begins ? "teal" : "gray"}>{tried.begins ? t("would begin") : t("wouldn't begin")}</Badge>
        {changed && <Badge size="sm" variant="light" tt="none" color="orange">{t("other than now")}</Badge>}
        {onShow && <Button variant="subtle" size="compact-xs" onClick={onShow}>{t("Show in the drawing")}</Button>}
      </div>
      <Facts tried={tried} />
      {changed && now && <details><summary className={classes.hint}>{t("The version in force")}: {now.begins ? t("would begin") : t("wouldn't begin")}</summary><Facts tried={now} /></details>}
    </li>
  );
}

interface TryProps {
  inForce: Doc | null;
  dirty: boolean;
  /** Whether something is wrong with the draft. */
  refused: boolean;
  onMarks: (marks: Map<string, Mark>) => void;
}

export default function TryPanel({ inForce, dirty, refused, onMarks }: TryProps) {
  const { doc, kind, object } = useDesigner();
  const own = useCatalogue().objects[object ?? ""];
  const mark = useMarking();
  const [mode, setMode] = useState("one");
  const [record, setRecord] = useState<Named | null>(null);
  const [last, setLast] = useState(10);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const [results, setResults] = useState<{ draft: Tried[]; now: Tried[] } | null>(null);
  useEffect(() => () => onMarks(new Map()), [onMarks]);
  if (!own) return <p className={classes.hint}>{t("It is about no records, so there is nothing to try it on.")}</p>;
  const run = async (which: object) => {
    setBusy(true);
    setRefusal("");
    try {
      const wish = { ...which, ...(kind === "approval" ? { approved: true } : {}) };
      const draft = await ask(kind, doc.name, { ...wish, ...(dirty ? { definition: doc } : {}) });
      const now = dirty && inForce ? await ask(kind, doc.name, wish) : [];
      setResults({ draft, now });
      onMarks(draft.length === 1 && draft[0] ? mark(draft[0]) : new Map());
    } catch (error) {
      setResults(null);
      setRefusal(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  const pick = (next: Named | null) => {
    setRecord(next);
    if (next) void run({ records: [next.id] });
  };
  const changed = results?.draft.filter((one, place) => results.now[place] && essence(results.now[place]) !== essence(one)).length ?? 0;
  return (
    <div className={classes.form}>
      <p className={classes.hint} style={{ margin: 0 }}>{t("Shows what would happen, and why. Nothing is written, nobody is told.")}</p>
      {refused && <Alert color="red" variant="light" p="xs">{t("Mend what is wrong first.")}</Alert>}
      <SegmentedControl size="xs" aria-label={t("Try it out")} data={[{ value: "one", label: t("One record") }, { value: "last", label: t("The last records") }]} value={mode} onChange={(next) => { setMode(next); setResults(null); onMarks(new Map()); }} />
      {mode === "one" ? (
        <Lookup label={own.label} size="sm" to={own.name} value={record} onChange={pick} creatable={false} disabled={refused} />
      ) : (
        <div style={{ display: "flex", gap: 8, alignItems: "flex-end" }}>
          <NumberInput size="sm" label={t("How many")} min={1} max={100} allowDecimal={false} value={last} onChange={(next) => setLast(Number(next) || 1)} flex={1} />
          <Button size="sm" loading={busy} disabled={refused} onClick={() => void run({ last })}>{t("Run")}</Button>
        </div>
      )}
      {refusal && <Alert color="red" variant="light" p="xs" role="alert">{refusal}</Alert>}
      {results && mode === "last" && (
        <p role="status" style={{ margin: 0 }}>
          {t("{count} of {all} would begin.", { count: results.draft.filter(({ begins }) => begins).length, all: results.draft.length })}
          {results.now.length > 0 && <> {t("{count} otherwise than in the version in force.", { count: changed })}</>}
        </p>
      )}
      {results && <ul className={classes.results}>{results.draft.map((one, place) => <Result key={one.record.id} tried={one} now={results.now[place]} onShow={mode === "last" ? () => onMarks(mark(one)) : undefined} />)}</ul>}
    </div>
  );
}
