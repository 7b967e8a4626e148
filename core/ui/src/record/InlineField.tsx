// One field on the page of a record: its label, its value, and the editor that takes the value's place.
import { ActionIcon, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconInfoCircle, IconPencil } from "@tabler/icons-react";
import { useId, type MouseEvent } from "react";
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
          <ActionIcon variant="subtle" color="gray" size={22} aria-label={t("Edit {field}", { field: field.label })} onClick={onEdit}>
            <IconPencil size={13} aria-hidden />
          </ActionIcon>
        )}
      </span>
    </div>
  );
}

export function InlineField({ field, stacked }: { field: UiField; stacked?: boolean }) {
  const { object, record, conditions, mayEdit } = useRecordPage();
  const edit = useInlineEdit(field);
  const state = conditions(field);
  const id = useId();
  return (
    <div className={stacked ? classes.stacked : classes.row} data-wide={fieldType(field).wide || undefined} role="group" aria-labelledby={id}>
      <div className={classes.label}>
        <span id={id}>{field.label}</span>
        <Help field={field} />
        <SavedSign shown={edit.saved} />
      </div>
      {edit.editing ? (
        <div className={classes.editing} {...edit.handlers}>
          <Editor object={object} field={field} value={edit.draft} record={record} error={edit.error} required={state.required} offered={state.offered} autoFocus onChange={edit.change} onPick={edit.pick} />
          <VisuallyHidden>{t("Enter saves, Escape cancels")}</VisuallyHidden>
        </div>
      ) : (
        <Shown field={field} onEdit={mayEdit(field) ? edit.start : undefined} />
      )}
    </div>
  );
}
