// The form of what is chosen: a step, a way, or what begins it all.
import { ActionIcon, Button, Group, Select, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconCopy, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "../i18n";
import { useDesigner } from "./context";
import classes from "./designer.module.css";
import { SchemaFields } from "./form/SchemaForm";
import { triggerLabel, triggerOf, type On, type Trigger } from "./HeadSummary";
import { faceOf } from "./kinds";
import { at, copied, doOf, lanesOf, listAt, objectOf, pathOf, pointer, stepAt, walked, withAt, type Doc, type Lane, type Path, type StepDoc } from "./model";
import { HEAD, laneNode } from "./nodes";
import type { Schema } from "./schema";
import { titleOf } from "./Tree";
import { useKindSchema } from "./useKindSchema";

function Folded({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details className={classes.foldedGroup} open={open}>
      <summary>{title}</summary>
      <div className={classes.form}>{children}</div>
    </details>
  );
}

const TECHNICAL = ["id", "on_error"];
const ASK = {
  main: ["label", "approvers", "mode"],
  time: ["due", "on_timeout"],
  can: ["actions", "comment", "fields", "return_to", "reject_to", "retrieve"],
  cases: ["when", "self", "repeat", "empty", "exclusive", "passes", "vetoes", "abstentions", "early", "watch"],
};
/** What belongs to some ways of voting only. */
const OF_MODE: Record<string, string[]> = { percent: ["least"], count: ["least"], weight: ["weights", "least"], any: ["first"] };
/** Lists of steps are drawn, not written. */
const isDrawn = (schema: Schema | undefined): boolean => schema?.$ref?.endsWith("/steps") ?? false;
const DRAWN = new Set(["do", "cases", "branches", "label", "when", "as", "id", "on_error"]);
const WITH_RESULT = new Set(["find", "create", "decide", "wait_for", "each", "webhook", "call", "approve"]);

function StepForm({ step, path }: { step: StepDoc; path: Path }) {
  const { kind, steps, change } = useDesigner();
  const what = doOf(step, kind);
  const schema = steps.kinds.get(what)?.schema;
  if (!schema) return <p className={classes.hint}>{t("Nothing is known about this step: its module is switched off.")}</p>;
  const fields = (only: string[]) => <SchemaFields of={what} schema={schema} values={step} path={path} only={only} onChange={(values, name) => change((now) => withAt(now, path, values), `${pointer(path)}/${name}`)} />;
  if (what === "ask") {
    const mode = OF_MODE[String(step.mode ?? "any")] ?? [];
    return (
      <div className={classes.form}>
        {fields([...ASK.main, ...mode])}
        <Folded title={t("Time to decide")} open={step.due !== undefined}>{fields(ASK.time)}</Folded>
        <Folded title={t("What they can do")} open={ASK.can.some((name) => name in step)}>{fields(ASK.can)}</Folded>
        <Folded title={t("Conditions and special cases")} open={ASK.cases.some((name) => name in step)}>{fields(ASK.cases)}</Folded>
        <Folded title={t("For those who program")}>{fields(["as", ...TECHNICAL])}</Folded>
      </div>
    );
  }
  const own = Object.keys(schema.properties ?? {}).filter((name) => !DRAWN.has(name) && !isDrawn(schema.properties?.[name]));
  const result = WITH_RESULT.has(what) ? ["as"] : [];
  const isBranch = what === "branch";
  return (
    <div className={classes.form}>
      {fields([...(isBranch && !("cases" in step) ? ["when"] : []), ...own, ...result])}
      <Ways step={step} path={path} />
      <Folded title={t("Title and condition")} open={"label" in step || ("when" in step && !isBranch)}>{fields(["label", ...(isBranch ? [] : ["when"])])}</Folded>
      <Folded title={t("For those who program")}>{fields([...(result.length ? [] : ["as"]), ...TECHNICAL])}</Folded>
    </div>
  );
}

/** Ways can be added to, by turning "if – otherwise" into several cases where it must be. */
function withWay(step: StepDoc): StepDoc {
  if (Array.isArray(step.branches)) return { ...step, branches: [...step.branches, { steps: [] }] };
  const { when, then, ...rest } = step;
  const cases = Array.isArray(step.cases) ? step.cases : [{ when: when ?? "", then: then ?? [] }];
  return { ...rest, cases: [...cases, { when: "", then: [] }] };
}

function StepTools({ step, path, onGone }: { step: StepDoc; path: Path; onGone: () => void }) {
  const { doc, kind, change, choose, insert, move } = useDesigner();
  const what = doOf(step, kind);
  const list = path.slice(0, -1);
  const place = path.at(-1) as number;
  const count = listAt(doc, list).length;
  return (
    <Group gap={4} mb={12}>
      <Tooltip label={t("Move up")}><ActionIcon variant="default" aria-label={t("Move up")} disabled={place === 0} onClick={() => move(path, list, place - 1)}><IconArrowUp size={15} aria-hidden /></ActionIcon></Tooltip>
      <Tooltip label={t("Move down")}><ActionIcon variant="default" aria-label={t("Move down")} disabled={place === count - 1} onClick={() => move(path, list, place + 2)}><IconArrowDown size={15} aria-hidden /></ActionIcon></Tooltip>
      <Tooltip label={t("Copy")}><ActionIcon variant="default" aria-label={t("Copy")} onClick={() => insert(list, place + 1, [copied(doc, kind, step)])}><IconCopy size={15} aria-hidden /></ActionIcon></Tooltip>
      <Tooltip label={t("Remove")}><ActionIcon variant="default" aria-label={t("Remove")} onClick={onGone}><IconTrash size={15} aria-hidden /></ActionIcon></Tooltip>
      {(what === "branch" || what === "parallel") && <Button variant="default" ml="auto" onClick={() => { change((now) => withAt(now, path, withWay(step))); choose(pointer(path)); }}>{t("Add a way")}</Button>}
      {(what === "approve" || (what === "ask" && path[0] === "steps")) && !("rejected" in step) && <Button variant="default" ml="auto" onClick={() => change((now) => withAt(now, [...path, "rejected"], []))}>{t("Add a way for a rejection")}</Button>}
    </Group>
  );
}

const WAY: Record<string, Schema> = { label: { $ref: "#/$defs/label" }, when: { $ref: "#/$defs/expression" } };

/** The title and the condition of a way. */
function WayFields({ lane, only }: { lane: Lane; only?: string[] }) {
  const { doc, change } = useDesigner();
  const self = lane.self ?? [];
  const schema: Schema = { properties: WAY, required: lane.use === "case" ? ["when"] : [] };
  return <SchemaFields of={lane.use === "case" ? "branch" : "lane"} schema={schema} only={only} values={(at(doc, self) ?? {}) as Record<string, unknown>} path={self} onChange={(values, name) => change((now) => withAt(now, self, values), `${pointer(self)}/${name}`)} />;
}

/** The conditions of all ways of a branch, beside each other. */
function Ways({ step, path }: { step: StepDoc; path: Path }) {
  const { kind } = useDesigner();
  const ways = lanesOf(step, kind, path).filter(({ self }) => self);
  return ways.map((lane, place) => (
    <fieldset key={pointer(lane.self ?? [])} className={classes.nested}>
      <legend className={classes.hint}>{lane.label || t("Way {number}", { number: place + 1 })}</legend>
      <WayFields lane={lane} only={["when"]} />
    </fieldset>
  ));
}

function LaneForm({ node }: { node: string }) {
  const { doc, kind, steps, change, choose } = useDesigner();
  const found = walked(doc, kind).flatMap(({ step, path }) => lanesOf(step, kind, path).map((lane) => ({ lane, step, path }))).find(({ lane }) => lane.list && laneNode(lane) === node);
  if (!found) return null;
  const { lane, step, path } = found;
  const title = lane.label || { case: t("If"), then: t("If"), else: t("Otherwise"), branch: t("A way"), body: t("For each of them"), timed_out: t("Not in time"), rejected: t("If it is rejected"), through: "" }[lane.use];
  const holder = lane.self?.slice(0, -1);
  const siblings = holder ? ((at(doc, holder) as unknown[] | undefined)?.length ?? 0) : 0;
  const least = lane.use === "branch" ? 2 : 1;
  const remove = () => {
    change((now) => withAt(now, holder ?? [], ((at(now, holder ?? []) as unknown[]) ?? []).filter((_, place) => place !== lane.self?.at(-1))));
    choose(pointer(path));
  };
  return (
    <>
      <PanelHead title={title} />
      {lane.self && (
        <div className={classes.form}>
          <WayFields lane={lane} />
          {siblings > least && <div><Button variant="default" color="red" leftSection={<IconTrash size={14} aria-hidden />} onClick={remove}>{t("Remove this way")}</Button></div>}
        </div>
      )}
      {lane.use === "then" && <SchemaFields of="branch" schema={steps.kinds.get("branch")?.schema ?? {}} values={step} path={path} only={["when"]} onChange={(values, name) => change((now) => withAt(now, path, values), `${node}/${name}`)} />}
      {lane.use === "else" && <p className={classes.hint}>{t("Where no other condition holds, it goes this way.")}</p>}
    </>
  );
}

const TRIGGERS: Record<Trigger, { keys: string[]; begin: On }> = {
  event: { keys: ["object", "events", "changed", "when"], begin: { events: ["created", "updated"] } },
  schedule: { keys: ["schedule", "calendar", "object", "when"], begin: { schedule: "0 9 * * 1-5" } },
  date: { keys: ["object", "date", "when"], begin: { date: { field: "" } } },
  button: { keys: ["object", "button", "when"], begin: { button: { label: "" } } },
  webhook: { keys: ["object", "when"], begin: { webhook: true } },
  called: { keys: ["object", "when"], begin: { called: true } },
};

const NEEDED: Record<Trigger, string[]> = { event: ["object"], schedule: ["schedule"], date: ["object", "date"], button: ["object", "button"], webhook: [], called: [] };

function TriggerForm({ doc, schema }: { doc: Doc; schema: Schema }) {
  const { change } = useDesigner();
  const on = (doc.on ?? {}) as On;
  const trigger = triggerOf(on);
  const begin = (next: Trigger) => change((now) => ({ ...now, on: { ...(on.object ? { object: on.object } : {}), ...(on.when ? { when: on.when } : {}), ...TRIGGERS[next].begin } }));
  const set = (values: object, name: string) => change((now) => ({ ...now, on: values }), `on/${name}`);
  const ons: Schema = { ...schema.properties?.on, required: NEEDED[trigger] };
  const general = (only: string[]) => <SchemaFields of="automation" schema={schema} values={doc} path={[]} only={only} onChange={(values, name) => change(values as Doc, `/${name}`)} />;
  return (
    <div className={classes.form}>
      <Select label={t("What begins it")} allowDeselect={false} data={(Object.keys(TRIGGERS) as Trigger[]).map((one) => ({ value: one, label: triggerLabel(one) }))} value={trigger} onChange={(next) => next && begin(next as Trigger)} />
      <SchemaFields of="on" schema={ons} values={on as Record<string, unknown>} path={["on"]} only={TRIGGERS[trigger].keys} onChange={set} />
      {trigger === "event" && general(["when_it_becomes_true"])}
      <Folded title={t("Title and more")} open>{general(["label", "help", "as_user", "priority"])}{trigger === "event" && <SchemaFields of="on" schema={ons} values={on as Record<string, unknown>} path={["on"]} only={["source"]} onChange={set} />}</Folded>
    </div>
  );
}

function ApprovalForm({ doc, schema }: { doc: Doc; schema: Schema }) {
  const { change } = useDesigner();
  const fields = (only: string[]) => <SchemaFields of="approval" schema={schema} values={doc} path={[]} only={only} onChange={(values, name) => change(values as Doc, `/${name}`)} />;
  return (
    <div className={classes.form}>
      {fields(["label", "object", "entry", "start", "submitters"])}
      <Folded title={t("While it runs")} open>{fields(["lock", "watch", "on_change", "recall", "after_return", "expires"])}</Folded>
      <Folded title={t("Special cases of all steps")}>{fields(["self", "repeat", "empty"])}</Folded>
      <Folded title={t("More")}>{fields(["help", "priority"])}</Folded>
    </div>
  );
}

function PanelHead({ title, about }: { title: string; about?: string }) {
  return (
    <div className={classes.panelHead}>
      <h2 className={classes.panelTitle}>{title}{about && <span className={classes.panelAbout} style={{ display: "block" }}>{about}</span>}</h2>
    </div>
  );
}

function HeadForm() {
  const { doc, kind } = useDesigner();
  const schema = useKindSchema(kind);
  return (
    <>
      <PanelHead title={kind === "automation" ? t("What begins it") : t("About this approval")} />
      {schema && (kind === "automation" ? <TriggerForm doc={doc} schema={schema} /> : <ApprovalForm key={objectOf(doc)} doc={doc} schema={schema} />)}
    </>
  );
}

export function StepPanel({ onGone }: { onGone: (node: string) => void }) {
  const { doc, kind, steps, current, problems } = useDesigner();
  const path = pathOf(current);
  const isStep = typeof path.at(-1) === "number" && !["cases", "branches"].includes(String(path.at(-2)));
  const step = isStep ? stepAt(doc, path) : undefined;
  const wrong = problems.get(current) ?? [];
  const what = step ? doOf(step, kind) : "";
  const face = faceOf(what, steps);
  return (
    <div key={current}>
      {current === HEAD && <HeadForm />}
      {step && <PanelHead title={titleOf(step, what, face.label)} about={face.about || face.label} />}
      {step && <StepTools step={step} path={path} onGone={() => onGone(current)} />}
      {wrong.length > 0 && <ul className={classes.facts} role="alert">{wrong.map((problem) => <li key={problem.field + problem.message} className={classes.fault}>{problem.message}</li>)}</ul>}
      {step && <StepForm step={step} path={path} />}
      {current !== HEAD && !step && <LaneForm node={current} />}
    </div>
  );
}

