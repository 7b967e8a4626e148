// Editing one value in place: open, change, save on Enter or on leaving, give up on Esc.
import { useCallback, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";
import type { UiField } from "../api/types";
import { noticeProblem } from "../app/notices";
import { sameValue, valueOf } from "../fields/drafts";
import { fieldType } from "../fields/registry";
import { useRecordPage } from "./RecordContext";
import { byField } from "./useForm";

const SAVED_FOR = 1600; // milliseconds in which "Saved" stands beside the value

function leavesFor(target: EventTarget | null, box: HTMLElement): boolean {
  return !(target instanceof HTMLElement) || (!box.contains(target) && !target.closest("[data-portal]"));
}

export function useInlineEdit(field: UiField) {
  const { record, save, saveOrAsk } = useRecordPage();
  const [editing, setEditing] = useState(false);
  const [draft, setDraft] = useState<unknown>(null);
  const [error, setError] = useState<string>();
  const [saved, setSaved] = useState(false);
  const latest = useRef<unknown>(null);
  const closing = useRef(false);

  const start = () => {
    closing.current = false;
    latest.current = valueOf(field, record);
    setDraft(latest.current);
    setError(undefined);
    setEditing(true);
  };
  const change = (value: unknown) => {
    latest.current = value;
    setDraft(value);
    setError(undefined);
  };
  const cancel = () => {
    closing.current = true;
    setEditing(false);
  };
  const commit = useCallback(async () => {
    if (closing.current) return;
    closing.current = true;
    const value = latest.current;
    if (sameValue(field, valueOf(field, record), value)) return setEditing(false);
    setEditing(false);
    try {
      const refusal = await save({ [field.name]: value });
      if (!refusal) return announce();
      const mine = byField(refusal.errors)[field.name];
      if (!mine || needsOthers(refusal.errors.map((problem) => problem.field), field.name)) return void saveOrAsk({ [field.name]: value });
      reopen(value, mine);
    } catch (problem) {
      noticeProblem(problem);
    }
  }, [field, record, save, saveOrAsk]);

  const announce = () => {
    setSaved(true);
    setTimeout(() => setSaved(false), SAVED_FOR);
  };
  const reopen = (value: unknown, message: string) => {
    latest.current = value;
    closing.current = false;
    setDraft(value);
    setError(message);
    setEditing(true);
  };
  const pick = (value: unknown) => {
    latest.current = value;
    void commit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const enter = event.key === "Enter" && !event.nativeEvent.isComposing && (!fieldType(field).multiline || event.ctrlKey || event.metaKey);
    if (event.key === "Escape") {
      event.stopPropagation();
      cancel();
    } else if (enter && !event.defaultPrevented) {
      event.preventDefault();
      void commit();
    }
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (leavesFor(event.relatedTarget, event.currentTarget)) void commit();
  };
  return { editing, draft, error, saved, start, change, pick, handlers: { onKeyDown, onBlur } };
}

/** Refused for what stands elsewhere on the record: that takes a form. */
function needsOthers(refused: string[], own: string): boolean {
  return refused.some((name) => name !== own);
}
