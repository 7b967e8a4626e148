// The path of a record as steps: where it is, where it has been; a click moves it, and the server may ask for more.
import { UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { RecordData, UiField, UiOption } from "../api/types";
import { noticeUndo } from "../app/notices";
import { useShortcuts } from "../app/shortcuts";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import classes from "./PathSteps.module.css";
import { useRecordPage } from "./RecordContext";

type Standing = "past" | "now" | "ahead";

function offered(field: UiField, record: RecordData): UiOption[] {
  const decider = field.depends_on ? String(record[field.depends_on] ?? "") : "";
  const current = record[field.name];
  return (field.options ?? []).filter((option) => option.value === current || (!option.retired && (!option.for || !field.depends_on || option.for.includes(decider))));
}

/** Of several ends (options with an outcome) only the one that was reached counts as passed. */
function standing(options: UiOption[], place: number, now: number): Standing {
  if (place === now) return "now";
  const ended = Boolean(options[place]?.data?.outcome);
  return place < now && !ended ? "past" : "ahead";
}

function Step({ option, stands, busy, disabled, onMove }: { option: UiOption; stands: Standing; busy: boolean; disabled: boolean; onMove: () => void }) {
  return (
    <li className={classes.step} data-stands={stands} data-busy={busy || undefined} style={{ "--step": solid(option.color) } as React.CSSProperties}>
      <UnstyledButton className={classes.button} disabled={disabled} aria-current={stands === "now" ? "step" : undefined} title={option.help} onClick={onMove}>
        {stands === "past" && <IconCheck size={13} stroke={2.4} aria-label={t("passed")} />}
        <span className="dg-ellipsis">{option.label}</span>
      </UnstyledButton>
    </li>
  );
}

function useMove(field: UiField) {
  const { record, save, saveOrAsk } = useRecordPage();
  const [moving, setMoving] = useState<string | null>(null);
  const move = async (option: UiOption) => {
    const before = record[field.name];
    setMoving(option.value);
    let moved = false;
    await saveOrAsk({ [field.name]: option.value }, () => { moved = true; });
    setMoving(null);
    if (moved) noticeUndo(t("Moved to {step}", { step: option.label }), () => save({ [field.name]: before }));
  };
  return { moving, move };
}

/** On a narrow page the steps scroll: the one that counts is brought into sight. */
function useInSight(value: unknown) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const now = list.current?.querySelector<HTMLElement>('[data-stands="now"]');
    if (now && list.current) list.current.scrollLeft = now.offsetLeft - 24;
  }, [value]);
  return list;
}

const stepsIn = (list: Element | null): HTMLButtonElement[] => [...(list?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];

/** The step after the one that it stands on, so that Enter moves there. */
function focusAhead(list: HTMLOListElement | null): void {
  const ahead = list?.querySelector<HTMLButtonElement>('[data-stands="now"] ~ li button:not(:disabled)');
  (ahead ?? stepsIn(list)[0])?.focus();
}

/** Arrows walk from step to step. */
function walkSteps(event: KeyboardEvent<HTMLOListElement>): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const all = stepsIn(event.currentTarget);
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  if (!by || at < 0) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
}

export function PathSteps() {
  const { object, layout, record, mayEdit } = useRecordPage();
  const field = object.fields[layout?.path ?? object.path ?? ""];
  return field ? <Steps field={field} record={record} editable={mayEdit(field)} /> : null;
}

function Steps({ field, record, editable }: { field: UiField; record: RecordData; editable: boolean }) {
  const { moving, move } = useMove(field);
  const options = offered(field, record);
  const now = options.findIndex((option) => option.value === record[field.name]);
  const list = useInSight(record[field.name]);
  const help = options[now]?.help;
  useShortcuts(editable ? [{ keys: "m", label: t("Move along: {path}", { path: field.label }), group: t("Record"), action: true, run: () => focusAhead(list.current) }] : []);
  return (
    <div className={classes.path}>
      <ol ref={list} className={classes.steps} aria-label={field.label} aria-keyshortcuts={editable ? "m" : undefined} onKeyDown={walkSteps}>
        {options.map((option, place) => (
          <Step key={option.value} option={option} stands={standing(options, place, now)} busy={moving === option.value} disabled={!editable || moving !== null || place === now} onMove={() => void move(option)} />
        ))}
      </ol>
      {help && <p className={classes.help}>{help}</p>}
    </div>
  );
}
