// A cell of a related list: click to change it where it stands.
import { UnstyledButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent } from "react";
import { keys, ProblemError } from "../api/client";
import type { RecordData } from "../api/types";
import { noticeProblem } from "../app/notices";
import { Value } from "../fields/display";
import { sameValue, valueOf } from "../fields/drafts";
import { Editor } from "../fields/editor";
import { fieldType, isEditable } from "../fields/registry";
import { t } from "../i18n";
import { valueAt, type Path } from "../lib/paths";
import { saveOver } from "./conflict";
import type { RelatedList } from "./relatedLists";
import classes from "./Related.module.css";

const isLink = (event: MouseEvent): boolean => (event.target as HTMLElement).closest("a") !== null;

interface CellProps {
  list: RelatedList;
  record: RecordData;
  path: Path;
}

function useCellEdit({ list, record, path: { field } }: CellProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<{ value: unknown } | null>(null);
  const [error, setError] = useState<string>();
  const latest = useRef<unknown>(null);
  const open = useRef(false);

  const set = (value: unknown) => {
    latest.current = value;
    setDraft({ value });
    setError(undefined);
  };
  const start = () => {
    open.current = true;
    set(valueOf(field, record));
  };
  const close = () => {
    open.current = false;
    setDraft(null);
  };
  const commit = async () => {
    if (!open.current) return;
    const value = latest.current;
    if (sameValue(field, valueOf(field, record), value)) return close();
    open.current = false;
    try {
      await saveOver(list.object, { record, etag: record.version ? `"${record.version}"` : null }, { [field.name]: value });
      await client.invalidateQueries({ queryKey: keys.object(list.object.name) });
      setDraft(null);
    } catch (problem) {
      open.current = true;
      const mine = problem instanceof ProblemError ? problem.errors.find((one) => one.field === field.name) : undefined;
      if (mine) setError(mine.message);
      else {
        close();
        noticeProblem(problem);
      }
    }
  };
  return { draft, error, set, start, close, commit, pick: (value: unknown) => { set(value); void commit(); } };
}

export function RelatedCell(props: CellProps) {
  const { list, record, path } = props;
  const edit = useCellEdit(props);
  const value = valueAt(record, path);
  const editable = path.isDirect && list.object.rights.edit && isEditable(path.field) && !fieldType(path.field).wide;
  const shown = <Value object={list.object} field={path.field} value={value} record={record} />;
  if (!editable) return shown;
  if (!edit.draft)
    return (
      <div className={classes.cell} onClick={(event) => !isLink(event) && edit.start()}>
        {shown}
        <UnstyledButton className={classes.cellEdit} aria-label={t("Edit {field}", { field: path.field.label })} onClick={edit.start} />
      </div>
    );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") edit.close();
    else if (event.key === "Enter" && !event.defaultPrevented && !event.nativeEvent.isComposing) void edit.commit();
  };
  const onBlur = ({ relatedTarget: next, currentTarget: box }: FocusEvent<HTMLElement>) => {
    const stays = next instanceof HTMLElement && (box.contains(next) || next.closest("[data-portal]"));
    if (!stays) void edit.commit();
  };
  return (
    <div className={classes.cellEditor} onKeyDown={onKeyDown} onBlur={onBlur}>
      <Editor object={list.object} field={path.field} value={edit.draft.value} record={record} error={edit.error} autoFocus onChange={edit.set} onPick={edit.pick} />
    </div>
  );
}
