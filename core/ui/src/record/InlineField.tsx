// One field on the page of a record: its label, its value, and the editor that takes the value's place.
import { ActionIcon, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconInfoCircle, IconPencil } from "@tabler/icons-react";
import { useEffect, useId, useRef, type KeyboardEvent, type MouseEvent } from "react";
import type { UiField } from "../api/types";
import { Value } from "../fields/display";
import { Editor } from "../fields/editor";
import { fieldType } from "../fields/registry";
import { isBlank } from "../fields/shapes";
import { valueOf } from "../fields/drafts";
import { t } from "../i18n";
import { FieldHistory } from "./FieldHistory";
import classes from "./InlineField.module.css";
import { useRecordPage } from "./RecordContext";
import { useInlineEdit } from "./useInlineEdit";

function isControl(event: MouseEvent): boolean {
  const text = window.getSelection()?.toString();
  return Boolean(text) || (event.target as HTMLElement).closest("a, button, input, label") !== null;
}

function Help({ field }: { field: UiField }) {
  if (!field.help) return null;
  return (
    <Tooltip label={field.help} multiline maw={260} openDelay={150}>
      <span className={classes.help} tabIndex={0} role="note" aria-label={field.help}><IconInfoCircle size={13} aria-hidden /></span>
    </Tooltip>
  );
}

export function SavedSign({ shown }: { shown: boolean }) {
  return (
    <span className={classes.saved} data-shown={shown || undefined} role="status">
      {shown && <><IconCheck size={12} stroke={2.6} aria-hidden /> {t("Saved")}</>}
    </span>
  );
}

function Shown({ field, onEdit }: { field: UiField; onEdit?: () => void }) {
  const { object, record } = useRecordPage();
  const value = valueOf(field, record);
  const blank = isBlank(value) && field.type !== "boolean";
  return (
    <div className={classes.shown} data-editable={onEdit ? true : undefined} onClick={(event) => onEdit && !isControl(event) && onEdit()}>
      <div className={classes.value}>
        {blank ? <span className={classes.blank} aria-label={t("Empty")}>–</span> : <Value object={object} field={field} value={value} record={record} full />}
      </div>
      <span className={classes.tools}>
        <FieldHistory field={field} />
        {onEdit && (
          <ActionIcon data-begin variant="subtle" color="gray" size={22} aria-label={t("Edit {field}", { field: field.label })} onClick={onEdit}>
            <IconPencil size={13} aria-hidden />
          </ActionIcon>
        )}
      </span>
    </div>
  );
}

/** Whoever ended the edit by key finds the focus on the button that began it. */
function useReturn(editing: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const key = useRef("");
  useEffect(() => {
    if (!editing && ["Enter", "Escape"].includes(key.current) && document.activeElement === document.body) box.current?.querySelector<HTMLElement>("[data-begin]")?.focus({ preventScroll: true });
    key.current = "";
  }, [editing]);
  return { box, onKeyDownCapture: (event: KeyboardEvent) => { key.current = event.key; } };
}

export function InlineField({ field, stacked }: { field: UiField; stacked?: boolean }) {
  const { object, record, conditions, mayEdit } = useRecordPage();
  const edit = useInlineEdit(field);
  const state = conditions(field);
  const id = useId();
  const { box, onKeyDownCapture } = useReturn(edit.editing);
  return (
    <div ref={box} className={stacked ? classes.stacked : classes.row} data-wide={fieldType(field).wide || undefined} role="group" aria-labelledby={id}>
      <div className={classes.label}>
        <span id={id}>{field.label}</span>
        <Help field={field} />
        <SavedSign shown={edit.saved} />
      </div>
      {edit.editing ? (
        <div className={classes.editing} onKeyDownCapture={onKeyDownCapture} {...edit.handlers}>
          <Editor object={object} field={field} value={edit.draft} record={record} error={edit.error} required={state.required} offered={state.offered} autoFocus onChange={edit.change} onPick={edit.pick} />
          <VisuallyHidden>{t("Enter saves, Escape cancels")}</VisuallyHidden>
        </div>
      ) : (
        <Shown field={field} onEdit={mayEdit(field) ? edit.start : undefined} />
      )}
    </div>
  );
}
