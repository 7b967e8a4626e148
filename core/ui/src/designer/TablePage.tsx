// A decision table as a grid: what it looks at, what it says, a row for each rule; and a row to try it with.
import { ActionIcon, Alert, Badge, Button, Drawer, Group, Select, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowBackUp, IconArrowDown, IconArrowForwardUp, IconArrowLeft, IconArrowUp, IconColumnInsertRight, IconHistory, IconPlus, IconRowInsertBottom, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type KeyboardEvent } from "react";
import { Link, useParams } from "react-router";
import { api } from "../api/client";
import type { FieldProblem } from "../api/types";
import { t } from "../i18n";
import { putting, useChange, useDefinitions, type Definition, type Document } from "../setup/kit/meta";
import { Empty, Loaded } from "../setup/kit/page";
import { PlanDialog, Refusals } from "../setup/kit/PlanView";
import { Versions } from "../setup/configuration/Versions";
import classes from "./designer.module.css";
import { dropDraft, keptDraft, useDraft, useDraftKey } from "./useDraft";
import { useProblems } from "./useProblems";

type Said = string | number | boolean | null | { formula: string };
interface Column {
  label?: string;
  value: string;
  values?: string;
}
interface Output {
  name: string;
  label?: string;
  values?: Said[];
  default?: Said;
}
interface Rule {
  label?: string;
  if: string[];
  then: Said[];
}
interface Table {
  name: string;
  label?: string;
  hit?: string;
  gather?: string;
  inputs: Column[];
  outputs: Output[];
  rules: Rule[];
  [key: string]: unknown;
}
interface Looked {
  says: unknown;
  rules: number[];
  problem: string | null;
  odd: FieldProblem[];
}

/** A value as it is written in a cell: `= …` is worked out, what reads as a number is one, in quotes anything is a text. */
export function saidOf(text: string): Said {
  const trimmed = text.trim();
  if (trimmed.startsWith("=")) return { formula: trimmed.slice(1).trim() };
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed);
  if (trimmed === "true" || trimmed === "false") return trimmed === "true";
  if (trimmed === "null") return null;
  return /^".*"$/.test(trimmed) ? trimmed.slice(1, -1) : text;
}

export function textOf(said: Said | undefined): string {
  if (said === undefined) return "";
  if (typeof said === "object" && said !== null) return `= ${said.formula}`;
  if (typeof said === "string") return saidOf(said) === said ? said : `"${said}"`;
  return String(said);
}

const swapped = <T,>(all: T[], one: number, other: number): T[] => all.map((item, place) => (place === one ? all[other] : place === other ? all[one] : item) as T);
const without = <T,>(all: T[], place: number): T[] => all.filter((_, at) => at !== place);
const put = <T,>(all: T[], place: number, item: T): T[] => all.map((one, at) => (at === place ? item : one));

function hits(): { value: string; label: string }[] {
  return [
    { value: "unique", label: t("Only one may hold") }, { value: "first", label: t("The first that holds") }, { value: "any", label: t("All that hold say the same") },
    { value: "priority", label: t("The most important result") }, { value: "collect", label: t("All, gathered") }, { value: "rule_order", label: t("All, in the order of the rules") }, { value: "output_order", label: t("All, in the order of results") },
  ];
}

function gathers(): { value: string; label: string }[] {
  return [{ value: "list", label: t("As a list") }, { value: "sum", label: t("Sum") }, { value: "min", label: t("Smallest") }, { value: "max", label: t("Largest") }, { value: "count", label: t("Count") }];
}

interface CellProps {
  label: string;
  value: string;
  error?: string;
  placeholder?: string;
  onChange: (text: string) => void;
}

/** Kept while it is typed, so that a half number isn't turned into one. */
function Cell({ label, value, error, placeholder, onChange }: CellProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return <TextInput size="xs" variant="unstyled" aria-label={label} placeholder={placeholder} error={error} value={typed ?? value} onFocus={() => setTyped(value)} onBlur={() => setTyped(null)} onChange={(event) => { setTyped(event.currentTarget.value); onChange(event.currentTarget.value); }} />;
}

/** Up and down from cell to cell of a column. */
function steer(event: KeyboardEvent<HTMLTableElement>): void {
  const way = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  const cell = (event.target as HTMLElement).closest("td");
  if (!way || !cell) return;
  const row = cell.parentElement as HTMLTableRowElement;
  const next = (event.currentTarget.rows[row.rowIndex + way]?.cells[cell.cellIndex])?.querySelector("input");
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function useTried(table: Table, values: Record<string, Said>, refused: boolean): Looked | undefined {
  const [settled] = useDebouncedValue(JSON.stringify({ definition: table, values }), 350);
  return useQuery({
    queryKey: ["meta", "decision_table", "tried", settled],
    queryFn: async () => (await api.post<{ results: Looked[] }>(`/meta/decision_table/${table.name}/test`, JSON.parse(settled) as object, { idempotencyKey: null })).results[0],
    enabled: !refused,
    retry: false,
  }).data;
}

function Board({ definition, begun, revision, draftKey, onFresh }: { definition: Definition<Table> | null; begun: Table; revision: number | null; draftKey: string; onFresh: () => void }) {
  const [read] = useState(definition);
  const draft = useDraft<Table>(draftKey, read?.definition ?? null, begun, revision);
  const { doc: table, change } = draft;
  const problems = useProblems("decision_table", table as Document, draft.dirty);
  const publishing = useChange(onFresh);
  const [history, setHistory] = useState(false);
  const [tried, setTried] = useState<Record<string, string>>({});
  const values = Object.fromEntries(Object.entries(tried).filter(([, text]) => text !== "").map(([name, text]) => [name, saidOf(text)]));
  const looked = useTried(table, values, problems.length > 0);
  const isTrying = Object.keys(values).length > 0;
  const errorAt = (place: string) => problems.find(({ field }) => field === place)?.message;
  const set = (part: Partial<Table>, tag?: string) => change((now) => ({ ...now, ...part }), tag);
  const setRule = (place: number, rule: Rule, tag: string) => set({ rules: put(table.rules, place, rule) }, tag);
  const addRule = () => set({ rules: [...table.rules, { if: table.inputs.map(() => "-"), then: table.outputs.map(() => "") }] });
  const addInput = () => set({ inputs: [...table.inputs, { value: "" }], rules: table.rules.map((rule) => ({ ...rule, if: [...rule.if, "-"] })) });
  const addOutput = () => set({ outputs: [...table.outputs, { name: `result_${table.outputs.length + 1}` }], rules: table.rules.map((rule) => ({ ...rule, then: [...rule.then, ""] })) });
  const removeInput = (place: number) => set({ inputs: without(table.inputs, place), rules: table.rules.map((rule) => ({ ...rule, if: without(rule.if, place) })) });
  const removeOutput = (place: number) => set({ outputs: without(table.outputs, place), rules: table.rules.map((rule) => ({ ...rule, then: without(rule.then, place) })) });
  const onKey = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    if (!mod || (event.target instanceof Element && event.target.closest("input"))) return;
    if (event.key === "z") draft.undo();
    else if (event.key === "y") draft.redo();
  };
  return (
    <div className={classes.page} onKeyDown={onKey}>
      <header className={classes.bar}>
        <Link className={classes.back} to="/setup/designer" aria-label={t("Automations and approvals")}><IconArrowLeft size={17} aria-hidden /></Link>
        <div className={classes.heading}>
          <h1 className={classes.title}>{table.label || table.name}</h1>
          <div className={classes.sub}><span>{t("Decision table")}</span>{read && <span>{t("Version {number}", { number: read.version })}</span>}{draft.dirty && <Badge size="xs" variant="light" color="orange" tt="none">{read ? t("Draft, not published") : t("Not published yet")}</Badge>}</div>
        </div>
        <div className={classes.tools}>
          <ActionIcon variant="default" size={30} aria-label={t("Undo")} disabled={!draft.canUndo} onClick={draft.undo}><IconArrowBackUp size={16} aria-hidden /></ActionIcon>
          <ActionIcon variant="default" size={30} aria-label={t("Redo")} disabled={!draft.canRedo} onClick={draft.redo}><IconArrowForwardUp size={16} aria-hidden /></ActionIcon>
          {read && <Button variant="default" leftSection={<IconHistory size={14} aria-hidden />} onClick={() => setHistory(true)}>{t("Versions")}</Button>}
          {read && <Button variant="default" disabled={!draft.dirty} onClick={draft.discard}>{t("Discard")}</Button>}
          <Button disabled={!draft.dirty || problems.length > 0} loading={publishing.busy} onClick={() => void publishing.propose(putting("decision_table", table as Document, revision ?? undefined))}>{t("Publish")}</Button>
        </div>
      </header>
      <div className={classes.sheet}>
        {definition !== null && definition.revision !== revision && <Alert color="orange" variant="light" mb="sm" title={t("Somebody else has published another version")}><Button variant="default" onClick={onFresh}>{t("Go on with theirs")}</Button></Alert>}
        <Refusals change={publishing} />
        {problems.length > 0 && <Alert color="red" variant="light" p="xs" mb="sm" role="alert"><ul className={classes.facts}>{problems.map((problem) => <li key={problem.field + problem.message}>{problem.message} <code>{problem.field}</code></li>)}</ul></Alert>}
        {!problems.length && looked && looked.odd.length > 0 && <Alert color="orange" variant="light" p="xs" mb="sm"><ul className={classes.facts}>{looked.odd.map((one) => <li key={one.field + one.message}>{one.message}</li>)}</ul></Alert>}
        <Group gap={12} mb="sm" align="flex-end">
          <TextInput label={t("Title")} value={table.label ?? ""} onChange={(event) => set({ label: event.currentTarget.value || undefined }, "label")} />
          <Select label={t("Where several rules hold")} w={250} allowDeselect={false} data={hits()} value={table.hit ?? "unique"} onChange={(hit) => set(hit === "collect" ? { hit } : { hit: hit ?? "unique", gather: undefined })} />
          {table.hit === "collect" && <Select label={t("Made of them")} w={150} allowDeselect={false} data={gathers()} value={table.gather ?? "list"} onChange={(gather) => set({ gather: gather ?? "list" })} />}
        </Group>
        <div className={classes.gridFrame}>
          <table className={classes.grid} aria-label={t("Rules")} onKeyDown={steer}>
            <thead>
              <tr>
                <th data-thin scope="col">#</th>
                {table.inputs.map((input, place) => (
                  <th key={place} scope="col">
                    <Group gap={2} wrap="nowrap"><span className={classes.hint} style={{ flex: 1 }}>{t("If")}</span>{table.inputs.length > 1 && <ActionIcon size="xs" variant="subtle" color="gray" aria-label={t("Remove: {name}", { name: input.value || String(place + 1) })} onClick={() => removeInput(place)}><IconTrash size={12} aria-hidden /></ActionIcon>}</Group>
                    <Cell label={t("Looks at {number}", { number: place + 1 })} placeholder={t("Name of a value")} value={input.value} error={errorAt(`/inputs/${place}/value`)} onChange={(value) => set({ inputs: put(table.inputs, place, { ...input, value }) }, `input${place}`)} />
                    <Cell label={t("Values there are {number}", { number: place + 1 })} placeholder={t("any value")} value={input.values ?? ""} error={errorAt(`/inputs/${place}/values`)} onChange={(values) => set({ inputs: put(table.inputs, place, { ...input, values: values || undefined }) }, `values${place}`)} />
                  </th>
                ))}
                {table.outputs.map((output, place) => (
                  <th key={place} scope="col" data-said>
                    <Group gap={2} wrap="nowrap"><span className={classes.hint} style={{ flex: 1 }}>{t("It says")}</span>{table.outputs.length > 1 && <ActionIcon size="xs" variant="subtle" color="gray" aria-label={t("Remove: {name}", { name: output.name })} onClick={() => removeOutput(place)}><IconTrash size={12} aria-hidden /></ActionIcon>}</Group>
                    <Cell label={t("Result {number}", { number: place + 1 })} value={output.name} error={errorAt(`/outputs/${place}/name`)} onChange={(name) => set({ outputs: put(table.outputs, place, { ...output, name }) }, `output${place}`)} />
                    <Cell label={t("Where no rule holds {number}", { number: place + 1 })} placeholder={t("else nothing")} value={textOf(output.default)} onChange={(text) => set({ outputs: put(table.outputs, place, { ...output, default: text === "" ? undefined : saidOf(text) }) }, `default${place}`)} />
                  </th>
                ))}
                <th data-thin><span className="dg-hidden">{t("Actions")}</span></th>
              </tr>
            </thead>
            <tbody>
              {table.rules.map((rule, row) => (
                <tr key={row} data-hit={(isTrying && looked?.rules.includes(row + 1)) || undefined}>
                  <td data-thin>{row + 1}</td>
                  {rule.if.map((cell, place) => <td key={place}><Cell label={t("Rule {row}, condition {number}", { row: row + 1, number: place + 1 })} placeholder="-" value={cell} error={errorAt(`/rules/${row}/if/${place}`)} onChange={(text) => setRule(row, { ...rule, if: put(rule.if, place, text) }, `if${row}.${place}`)} /></td>)}
                  {rule.then.map((cell, place) => <td key={place} data-said><Cell label={t("Rule {row}, result {number}", { row: row + 1, number: place + 1 })} value={textOf(cell)} error={errorAt(`/rules/${row}/then/${place}`)} onChange={(text) => setRule(row, { ...rule, then: put(rule.then, place, saidOf(text)) }, `then${row}.${place}`)} /></td>)}
                  <td data-thin>
                    <Group gap={0} wrap="nowrap">
                      <Tooltip label={t("Move up")}><ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("Move up: rule {row}", { row: row + 1 })} disabled={row === 0} onClick={() => set({ rules: swapped(table.rules, row, row - 1) })}><IconArrowUp size={13} aria-hidden /></ActionIcon></Tooltip>
                      <Tooltip label={t("Move down")}><ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("Move down: rule {row}", { row: row + 1 })} disabled={row === table.rules.length - 1} onClick={() => set({ rules: swapped(table.rules, row, row + 1) })}><IconArrowDown size={13} aria-hidden /></ActionIcon></Tooltip>
                      <Tooltip label={t("Remove")}><ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("Remove: rule {row}", { row: row + 1 })} onClick={() => set({ rules: without(table.rules, row) })}><IconTrash size={13} aria-hidden /></ActionIcon></Tooltip>
                    </Group>
                  </td>
                </tr>
              ))}
              <tr>
                <td data-thin>{t("Try")}</td>
                {table.inputs.map((input, place) => <td key={place}><Cell label={t("Try with {name}", { name: input.value || String(place + 1) })} placeholder={t("a value")} value={tried[input.value] ?? ""} onChange={(text) => setTried({ ...tried, [input.value]: text })} /></td>)}
                <td colSpan={table.outputs.length + 1} data-said role="status">{isTrying && looked ? (looked.problem ?? t("says {what}", { what: looked.says === null ? t("nothing") : typeof looked.says === "object" ? JSON.stringify(looked.says) : String(looked.says) })) : ""}</td>
              </tr>
            </tbody>
          </table>
        </div>
        <Group gap={8} mt="sm">
          <Button variant="default" leftSection={<IconRowInsertBottom size={14} aria-hidden />} onClick={addRule}>{t("Add a rule")}</Button>
          <Button variant="default" leftSection={<IconColumnInsertRight size={14} aria-hidden />} onClick={addInput}>{t("Add a condition column")}</Button>
          <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={addOutput}>{t("Add a result column")}</Button>
        </Group>
        <p className={classes.hint}>{t("Cells: 5, \"gold\", < 10, >= 10, [1..5], \"a\", \"b\", not(\"a\"), - for anything. Results: a value, or = and a formula.")}</p>
      </div>
      <Drawer opened={history} onClose={() => setHistory(false)} position="right" title={t("Versions")} closeButtonProps={{ "aria-label": t("Close") }}><Versions kind="decision_table" name={table.name} /></Drawer>
      <PlanDialog change={publishing} title={read ? t("Publish the changes") : t("Publish it")} />
    </div>
  );
}

function WithDefinition({ name, definition, onFresh }: { name: string; definition: Definition<Table> | null; onFresh: () => void }) {
  const key = useDraftKey("decision_table", name);
  const [kept] = useState(() => keptDraft<Table>(key));
  const begun = kept?.document ?? definition?.definition;
  if (!begun) return <Empty action={<Button component={Link} to="/setup/designer" variant="default">{t("Automations and approvals")}</Button>}>{t("There is no such definition.")}</Empty>;
  return <Board definition={definition} begun={begun} revision={kept ? kept.revision : (definition?.revision ?? null)} draftKey={key} onFresh={onFresh} />;
}

export default function TablePage() {
  const { name = "" } = useParams();
  const [times, setTimes] = useState(0);
  const key = useDraftKey("decision_table", name);
  const definitions = useDefinitions<Table>("decision_table");
  const onFresh = () => {
    dropDraft(key);
    setTimes((count) => count + 1);
  };
  return <Loaded asked={definitions}>{(all) => <WithDefinition key={`${name} ${times}`} name={name} definition={all.find((one) => one.name === name) ?? null} onFresh={onFresh} />}</Loaded>;
}
