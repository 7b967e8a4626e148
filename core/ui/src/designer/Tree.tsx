// The drawing: what begins it, its steps from top to bottom, ways side by side, a plus between any two.
import { UnstyledButton } from "@mantine/core";
import { IconAlertTriangleFilled, IconCheck, IconFlag, IconPlus, IconX } from "@tabler/icons-react";
import { useLayoutEffect, useRef, useState, type DragEvent, type ReactNode } from "react";
import { t } from "../i18n";
import { ConditionText } from "./ConditionText";
import { useDesigner } from "./context";
import classes from "./designer.module.css";
import { HeadSummary } from "./HeadSummary";
import { BEGIN_ICON, faceOf, TRIGGER_ICON } from "./kinds";
import { doOf, lanesOf, listAt, OUTCOMES, pathOf, pointer, type Lane, type Path, type StepDoc } from "./model";
import { HEAD, laneNode, stepName } from "./nodes";
import { outcomeLabel } from "./words";

const DRAGGED = "application/x-dougong-step";

export function titleOf(step: StepDoc, what: string, label: string): string {
  return step.label || (what === "ask" && step.id ? (step.id.charAt(0).toUpperCase() + step.id.slice(1)).replaceAll("_", " ") : label);
}

/** What stands between two steps: a click, or a step let go there, adds. */
function Plus({ list, place, label }: { list: Path; place: number; label: string }) {
  const { add, move } = useDesigner();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const from = event.dataTransfer.getData(DRAGGED);
    if (from) move(pathOf(from), list, place);
  };
  return (
    <div className={classes.edge} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <button type="button" tabIndex={-1} className={classes.plus} aria-label={label} onClick={() => add(list, place)}><IconPlus size={13} aria-hidden /></button>
    </div>
  );
}

interface NodeProps {
  node: string;
  className?: string;
  color?: string;
  sign?: ReactNode;
  title: string;
  children?: ReactNode;
  dragged?: boolean;
}

/** A card that can be chosen, with what is wrong about it and what the test bench says. */
function Node({ node, className, color, sign, title, children, dragged }: NodeProps) {
  const { current, choose, problems, marks } = useDesigner();
  const wrong = problems.get(node);
  const mark = marks.get(node);
  return (
    <UnstyledButton
      className={className ?? classes.card}
      data-node={node}
      data-wrong={wrong ? true : undefined}
      data-mark={mark?.state}
      tabIndex={current === node ? 0 : -1}
      aria-current={current === node || undefined}
      style={color ? { "--node-ink": `var(--mantine-color-${color}-light-color)`, "--node-ground": `var(--mantine-color-${color}-light)` } as React.CSSProperties : undefined}
      draggable={dragged}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, node)}
      onFocus={() => choose(node)}
      onClick={() => choose(node, true)}
    >
      {sign && <span className={classes.sign}>{sign}</span>}
      <span className={classes.words}>
        <span className={classes.name}>{title}</span>
        {children}
        {mark?.words && <span className={classes.markWords}>{mark.words}</span>}
        {wrong && <span className={classes.wrong}><IconAlertTriangleFilled size={12} aria-hidden />{wrong.length > 1 ? t("{count} problems", { count: wrong.length }) : wrong[0]?.message}</span>}
      </span>
      {mark && <span className={classes.mark} aria-label={mark.state === "passed" ? t("passed") : t("left out")} role="img">{mark.state === "passed" ? <IconCheck size={12} aria-hidden /> : <IconX size={12} aria-hidden />}</span>}
    </UnstyledButton>
  );
}

function laneTitle(lane: Lane): string {
  if (lane.label) return lane.label;
  const titles = { then: t("If"), case: t("If"), else: t("Otherwise"), branch: t("Side by side"), body: t("For each of them"), timed_out: t("Not in time"), rejected: t("If it is rejected"), through: t("Else on") };
  return titles[lane.use];
}

function LaneHead({ lane, place }: { lane: Lane; place: number }) {
  const { object } = useDesigner();
  if (!lane.list) return <span className={classes.through}>{laneTitle(lane)}</span>;
  const title = lane.use === "branch" && !lane.label ? t("Way {number}", { number: place + 1 }) : laneTitle(lane);
  return (
    <Node node={laneNode(lane)} className={classes.laneHead} title={title}>
      {lane.when !== undefined && <span className={classes.summary}><ConditionText object={object} expression={lane.when} /></span>}
    </Node>
  );
}

function Lanes({ step, path }: { step: StepDoc; path: Path }) {
  const { kind } = useDesigner();
  const lanes = lanesOf(step, kind, path);
  if (!lanes.length) return null;
  return (
    <div className={classes.lanes}>
      {lanes.map((lane, place) => (
        <div key={lane.list ? pointer(lane.list) : "through"} className={classes.lane} data-use={lane.use}>
          <span className={classes.stub} />
          <LaneHead lane={lane} place={place} />
          {lane.list && <StepList list={lane.list} />}
          <span className={classes.fill} />
        </div>
      ))}
    </div>
  );
}

function StepNode({ step, path }: { step: StepDoc; path: Path }) {
  const { kind, steps, saying, object } = useDesigner();
  const what = doOf(step, kind);
  const face = faceOf(what, steps);
  const title = titleOf(step, what, face.label);
  const summary = saying.step(step);
  return (
    <>
      <Node node={pointer(path)} color={face.color} sign={<face.icon size={16} stroke={1.8} aria-hidden />} title={title} dragged>
        {title !== face.label && <span className={classes.does}>{face.label}</span>}
        {summary && <span className={classes.summary}>{summary}</span>}
        {step.when !== undefined && what !== "branch" && <span className={classes.onlyIf}>{t("Only if")} <ConditionText object={object} expression={step.when} /></span>}
      </Node>
      <Lanes step={step} path={path} />
    </>
  );
}

function StepList({ list }: { list: Path }) {
  const { doc, kind, steps } = useDesigner();
  const all = listAt(doc, list);
  const before = (place: number) => {
    const step = all[place - 1];
    return step ? t("Add a step after {name}", { name: titleOf(step, doOf(step, kind), faceOf(doOf(step, kind), steps).label) }) : t("Add a step at the beginning");
  };
  return (
    <div className={classes.list}>
      <Plus list={list} place={0} label={before(0)} />
      {all.map((step, place) => (
        <div key={stepName(step.id, [...list, place])} className={classes.item}>
          <StepNode step={step} path={[...list, place]} />
          <Plus list={list} place={place + 1} label={before(place + 1)} />
        </div>
      ))}
    </div>
  );
}

/** What follows a decision: ways that begin when it is made. */
function Outcomes() {
  const { doc } = useDesigner();
  const [all, setAll] = useState(false);
  const shown = OUTCOMES.filter((phase, place) => all || place < 2 || listAt(doc, [phase]).length > 0);
  return (
    <>
      <div className={classes.lanes} data-last>
        {shown.map((phase) => (
          <div key={phase} className={classes.lane} data-use="outcome">
            <span className={classes.stub} />
            <span className={classes.outcome} data-phase={phase}>{outcomeLabel(phase)}</span>
            <StepList list={[phase]} />
            <span className={classes.stop}><IconFlag size={12} aria-hidden />{t("End")}</span>
          </div>
        ))}
      </div>
      {shown.length < OUTCOMES.length && <button type="button" className={classes.more} onClick={() => setAll(true)}>{t("When withdrawn, or over by itself")}</button>}
    </>
  );
}

export function Tree({ onKeyDown }: { onKeyDown: (event: React.KeyboardEvent, canvas: HTMLElement) => void }) {
  const { kind, doc } = useDesigner();
  const canvas = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = canvas.current;
    if (box) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2; // what is wider than the screen is seen from its middle
  }, []);
  const Sign = kind === "automation" ? TRIGGER_ICON : BEGIN_ICON;
  return (
    <div ref={canvas} className={classes.canvas} role="group" aria-label={t("Steps")} onKeyDown={(event) => canvas.current && onKeyDown(event, canvas.current)}>
      <div className={classes.flow}>
        <Node node={HEAD} color="gray" sign={<Sign size={16} stroke={1.8} aria-hidden />} title={kind === "automation" ? t("What begins it") : t("Submitted")}>
          <HeadSummary doc={doc} kind={kind} />
        </Node>
        <StepList list={["steps"]} />
        {kind === "approval" ? <Outcomes /> : <span className={classes.stop}><IconFlag size={12} aria-hidden />{t("End")}</span>}
      </div>
    </div>
  );
}
