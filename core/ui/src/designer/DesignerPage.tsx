// Draws one automation or approval: the tree, the form of what is chosen, and what is done with the whole.
import { ActionIcon, Alert, Badge, Button, Drawer, Group, Menu, Switch, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconArrowBackUp, IconArrowForwardUp, IconArrowLeft, IconFlask, IconHistory, IconX } from "@tabler/icons-react";
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Link, useParams } from "react-router";
import { noticeUndo } from "../app/notices";
import { PageSkeleton } from "../app/PageSkeleton";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { putting, useChange, useDefinitions, type Definition } from "../setup/kit/meta";
import { Empty, Loaded } from "../setup/kit/page";
import { AddMenu } from "./AddMenu";
import { clipboard } from "./clipboard";
import { DesignerProvider, type Designer, type Mark } from "./context";
import classes from "./designer.module.css";
import { blank, faceOf, useSteps, type Steps } from "./kinds";
import { copied, doOf, freeId, inserted, listAt, moved, objectOf, pathOf, pointer, removed, stepAt, type Doc, type Kind, type Path, type StepDoc } from "./model";
import { byNode, HEAD, neighbour, nodesOf, spotAfter, type Spot } from "./nodes";
import { PublishDialog } from "./PublishDialog";
import { useSaying } from "./say";
import { StepPanel } from "./StepPanel";
import { titleOf, Tree } from "./Tree";
import { dropDraft, keptDraft, useDraft, useDraftKey, type Draft } from "./useDraft";
import { useProblems } from "./useProblems";

const TryPanel = lazy(() => import("./TryPanel"));
const VersionsPanel = lazy(() => import("./VersionsPanel"));

type Beside = "form" | "try" | "versions" | null;

/** A step is a place whose last part is a number, unless that is a way. */
const isStep = (path: Path): boolean => typeof path.at(-1) === "number" && !["cases", "branches"].includes(String(path.at(-2)));

function Bar({ kind, draft, definition, wrong, onPublish, publishing, beside, setBeside, onProblem }: {
  kind: Kind; draft: Draft; definition: Definition<Doc> | null; wrong: [string, string][]; onPublish: () => void; publishing: boolean; beside: Beside; setBeside: (beside: Beside) => void; onProblem: (node: string) => void;
}) {
  const { doc, dirty, change } = draft;
  return (
    <header className={classes.bar}>
      <Link className={classes.back} to="/setup/designer" aria-label={t("Automations and approvals")}><IconArrowLeft size={17} aria-hidden /></Link>
      <div className={classes.heading}>
        <h1 className={classes.title}>{definition && doc.label === definition.definition.label ? definition.label : doc.label || doc.name}</h1>
        <div className={classes.sub}>
          <span>{kind === "automation" ? t("Automation") : t("Approval")}</span>
          {definition && <span>{t("Version {number}", { number: definition.version })}</span>}
          {dirty && <Badge size="xs" variant="light" color="orange" tt="none">{definition ? t("Draft, not published") : t("Not published yet")}</Badge>}
        </div>
      </div>
      <div className={classes.tools}>
        <Switch size="xs" label={t("On")} checked={doc.active !== false} onChange={(event) => { const on = event.currentTarget.checked; change((now) => { const { active: _, ...rest } = now; return (on ? rest : { ...rest, active: false }) as Doc; }); }} />
        <Tooltip label={t("Undo")}><ActionIcon variant="default" size={30} aria-label={t("Undo")} aria-keyshortcuts="Control+Z" disabled={!draft.canUndo} onClick={draft.undo}><IconArrowBackUp size={16} aria-hidden /></ActionIcon></Tooltip>
        <Tooltip label={t("Redo")}><ActionIcon variant="default" size={30} aria-label={t("Redo")} aria-keyshortcuts="Control+Y" disabled={!draft.canRedo} onClick={draft.redo}><IconArrowForwardUp size={16} aria-hidden /></ActionIcon></Tooltip>
        {wrong.length > 0 && (
          <Menu position="bottom-end" width={340}>
            <Menu.Target><Button variant="light" color="red" leftSection={<IconAlertTriangle size={14} aria-hidden />}>{t("{count} problems", { count: wrong.length })}</Button></Menu.Target>
            <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>{wrong.map(([node, message], place) => <Menu.Item key={`${node}${place}`} onClick={() => onProblem(node)}>{message}</Menu.Item>)}</Menu.Dropdown>
          </Menu>
        )}
        <Button variant={beside === "try" ? "light" : "default"} leftSection={<IconFlask size={14} aria-hidden />} aria-pressed={beside === "try"} onClick={() => setBeside(beside === "try" ? null : "try")}>{t("Try it out")}</Button>
        {definition && <Button variant={beside === "versions" ? "light" : "default"} leftSection={<IconHistory size={14} aria-hidden />} aria-pressed={beside === "versions"} onClick={() => setBeside(beside === "versions" ? null : "versions")}>{t("Versions")}</Button>}
        {definition && <Button variant="default" disabled={!dirty} onClick={draft.discard}>{t("Discard")}</Button>}
        <Button disabled={!dirty || wrong.length > 0} loading={publishing} onClick={onPublish}>{t("Publish")}</Button>
      </div>
    </header>
  );
}

interface BoardProps {
  kind: Kind;
  name: string;
  definition: Definition<Doc> | null;
  begun: Doc;
  /** The revision that what is drawn began with; null where nothing was in force. */
  revision: number | null;
  draftKey: string;
  steps: Steps;
  onFresh: () => void;
}

function Board({ kind, name, definition, begun, revision, draftKey, steps, onFresh }: BoardProps) {
  const isPhone = useIsPhone();
  const [read, setRead] = useState(definition);
  const [based, setBased] = useState(revision);
  const inForce = read?.definition ?? null;
  const draft = useDraft<Doc>(draftKey, inForce, begun, based);
  const { doc, change } = draft;
  const saying = useSaying(doc, kind);
  const [current, setCurrent] = useState(HEAD);
  const [beside, setBeside] = useState<Beside>(isPhone ? null : "form");
  const [adding, setAdding] = useState<Spot | null>(null);
  const [marks, setMarks] = useState<Map<string, Mark>>(new Map());
  const frame = useRef<HTMLDivElement>(null);
  const found = useProblems(kind, doc, draft.dirty);
  const problems = useMemo(() => byNode(doc, kind, found), [doc, kind, found]);
  const wrong = useMemo(() => [...problems].flatMap(([node, all]) => all.map(({ message }): [string, string] => [node, message])), [problems]);
  const publishing = useChange(onFresh);
  const outrun = definition !== null && definition.revision !== based;
  /** Draws on with what is here, on top of what somebody else has published meanwhile. */
  const goOn = () => {
    setRead(definition);
    setBased(definition?.revision ?? null);
  };

  const focus = useCallback((node: string) => requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(node)}"]`)?.focus()), []);
  const choose = useCallback((node: string, open = false) => {
    setCurrent(node);
    if (open) setBeside("form");
  }, []);
  const insert = useCallback((list: Path, place: number, some: StepDoc[]) => {
    change((now) => inserted(now, list, place, some));
    const node = pointer([...list, place]);
    setCurrent(node);
    if (!isPhone) setBeside("form");
    focus(node);
  }, [change, focus, isPhone]);
  const move = useCallback((from: Path, list: Path, place: number) => {
    const done = moved(doc, from, list, place);
    if (!done) return;
    change(done.doc);
    setCurrent(pointer(done.path));
    focus(pointer(done.path));
  }, [doc, change, focus]);
  const add = useCallback((list: Path, place: number) => setAdding({ list, place }), []);
  const remove = (node: string) => {
    const path = pathOf(node);
    const step = stepAt(doc, path);
    if (!isStep(path) || !step) return;
    const nodes = nodesOf(doc, kind).filter((one) => one !== node && !one.startsWith(`${node}/`));
    const list = path.slice(0, -1);
    const place = path.at(-1) as number;
    const next = place > 0 ? pointer([...list, place - 1]) : listAt(doc, list).length > 1 ? node : (nodes.findLast((one) => node.startsWith(`${one}/`)) ?? HEAD);
    change((now) => removed(now, path));
    choose(next);
    focus(next);
    noticeUndo(t("Removed: {name}", { name: titleOf(step, doOf(step, kind), faceOf(doOf(step, kind), steps).label) }), async () => draft.undo());
  };
  const onAdd = (what: string) => {
    if (!adding) return;
    insert(adding.list, adding.place, [blank(what, kind, freeId(doc, kind, what))]);
    setAdding(null);
  };
  const paste = (spot: Spot) => {
    const step = clipboard.get();
    if (step) insert(spot.list, spot.place, [copied(doc, kind, step)]);
  };

  const onTreeKey = (event: KeyboardEvent, canvas: HTMLElement) => {
    const here = (event.target as HTMLElement).closest<HTMLElement>("[data-node]");
    if (!here) return;
    const path = pathOf(current);
    const mod = event.ctrlKey || event.metaKey;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && isStep(path)) {
      const place = path.at(-1) as number;
      if (event.key === "ArrowUp" ? place > 0 : place < listAt(doc, path.slice(0, -1)).length - 1) move(path, path.slice(0, -1), event.key === "ArrowUp" ? place - 1 : place + 2);
    } else if (event.key.startsWith("Arrow") && !mod) {
      const next = neighbour(canvas, here, event.key);
      next?.focus();
      next?.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "+" || event.key === "Insert") setAdding(spotAfter(doc, kind, current));
    else if ((event.key === "Delete" || event.key === "Backspace") && isStep(path)) remove(current);
    else if (event.key === "Enter") {
      choose(current, true);
      requestAnimationFrame(() => requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>("[data-beside] :is(input, textarea, [role=combobox]):not([type=hidden])")?.focus()));
    } else if (mod && ["c", "x"].includes(event.key.toLowerCase()) && isStep(path)) {
      clipboard.set(stepAt(doc, path) ?? null);
      if (event.key.toLowerCase() === "x") remove(current);
    } else if (mod && event.key.toLowerCase() === "v") paste(spotAfter(doc, kind, current));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** Letters are taken back by the input that they were typed into. */
  const onKey = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), textarea");
    const key = event.key.toLowerCase();
    if (mod && !typing && key === "z" && !event.shiftKey) draft.undo();
    else if (mod && !typing && (key === "y" || (key === "z" && event.shiftKey))) draft.redo();
    else if (event.key === "Escape" && !event.defaultPrevented && event.target instanceof Element && event.target.closest("[data-beside]") && event.target.getAttribute("aria-expanded") !== "true") focus(current);
    else return;
    event.preventDefault();
  };

  const known = useMemo(() => new Set(nodesOf(doc, kind)), [doc, kind]);
  const chosen = known.has(current) ? current : HEAD;
  const designer: Designer = { kind, doc, object: objectOf(doc), steps, saying, problems, marks, current: chosen, choose, change, add, insert, move };
  const heads = { form: "", try: t("Try it out"), versions: t("Versions") };
  const panel = beside && (
    <Suspense fallback={<PageSkeleton />}>
      {beside === "form" && <StepPanel onGone={(node) => { remove(node); if (isPhone) setBeside(null); }} />}
      {beside === "try" && <TryPanel inForce={inForce} dirty={draft.dirty} refused={found.length > 0} onMarks={setMarks} />}
      {beside === "versions" && <VersionsPanel kind={kind} name={name} steps={steps} onTake={(document) => change(document as unknown as Doc)} onReverted={onFresh} />}
    </Suspense>
  );
  const close = () => setBeside(null);
  return (
    <DesignerProvider value={designer}>
      <div ref={frame} className={classes.page} onKeyDown={onKey}>
        <Bar kind={kind} draft={draft} definition={read} wrong={wrong} publishing={publishing.busy} beside={beside} setBeside={setBeside} onPublish={() => void publishing.propose(putting(kind, doc, based ?? undefined))} onProblem={(node) => { choose(node, true); focus(node); }} />
        {outrun && <div className={classes.notes}><Alert color="orange" variant="light" title={t("Somebody else has published another version")}><Group gap={8}><Button variant="default" onClick={onFresh}>{t("Go on with theirs")}</Button><Button variant="default" onClick={goOn}>{t("Go on with this drawing")}</Button></Group></Alert></div>}
        <div className={classes.body}>
          <Tree onKeyDown={onTreeKey} />
          {!isPhone && panel && (
            <aside className={classes.panel} data-beside aria-label={heads[beside] || t("Form of what is chosen")}>
              <div style={{ float: "inline-end" }}><ActionIcon variant="subtle" color="gray" aria-label={t("Close")} onClick={close}><IconX size={16} aria-hidden /></ActionIcon></div>
              {heads[beside] && <h2 className={classes.panelTitle} style={{ marginBottom: 12 }}>{heads[beside]}</h2>}
              {panel}
            </aside>
          )}
        </div>
        <footer className={classes.foot}><kbd>↑↓←→</kbd> {t("move")} · <kbd>Enter</kbd> {t("form")} · <kbd>+</kbd> {t("add")} · <kbd>Del</kbd> {t("remove")} · <kbd>Alt ↑↓</kbd> {t("move the step")} · <kbd>Ctrl Z</kbd> {t("undo")}</footer>
        {isPhone && <Drawer opened={beside !== null} onClose={close} position="bottom" size="82%" padding="md" title={beside ? heads[beside] || t("Form of what is chosen") : ""} closeButtonProps={{ "aria-label": t("Close") }}><div data-beside>{panel}</div></Drawer>}
        {adding && <AddMenu steps={steps} phase={String(adding.list[0])} canPaste={clipboard.get() !== null} onAdd={onAdd} onPaste={() => { paste(adding); setAdding(null); }} onClose={() => setAdding(null)} />}
        <PublishDialog kind={kind} before={inForce} after={doc} steps={steps} change={publishing} />
      </div>
    </DesignerProvider>
  );
}

function WithDefinition({ kind, name, definition, onFresh }: { kind: Kind; name: string; definition: Definition<Doc> | null; onFresh: () => void }) {
  const key = useDraftKey(kind, name);
  const steps = useSteps();
  const [kept] = useState(() => keptDraft(key));
  const begun = kept?.document ?? definition?.definition;
  if (!begun) return <Empty action={<Button component={Link} to="/setup/designer" variant="default">{t("Automations and approvals")}</Button>}>{t("There is no such definition.")}</Empty>;
  return <Loaded asked={steps}>{(known) => <Board kind={kind} name={name} definition={definition} begun={begun} revision={kept ? kept.revision : (definition?.revision ?? null)} draftKey={key} steps={known} onFresh={onFresh} />}</Loaded>;
}

export default function DesignerPage({ kind }: { kind: Kind }) {
  const { name = "" } = useParams();
  const [times, setTimes] = useState(0);
  const key = useDraftKey(kind, name);
  const definitions = useDefinitions<Doc>(kind);
  const onFresh = () => {
    dropDraft(key);
    setTimes((count) => count + 1);
  };
  return <Loaded asked={definitions}>{(all) => <WithDefinition key={`${name} ${times}`} kind={kind} name={name} definition={all.find((one) => one.name === name) ?? null} onFresh={onFresh} />}</Loaded>;
}
