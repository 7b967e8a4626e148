// Edits of cells: one by one or as a block, shown at once, refused in the cell that is wrong, undone newest first.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import type { RecordData, UiField, UiObject } from "../../api/types";
import { notice, noticeProblem, noticeUndo } from "../../app/notices";
import { problemText } from "../../app/problem";
import { ProblemError } from "../../api/client";
import { sameValue, valueOf } from "../../fields/drafts";
import { t } from "../../i18n";
import { createStore, type Store } from "../../lib/store";
import type { Path } from "../../lib/paths";
import { saveEdit } from "../edits";
import { saveBlock, type CellChange } from "./block";

/** What is wrong with cells, by `cellKey`. */
export type Wrong = ReadonlyMap<string, string>;

export const cellKey = (id: string, field: string): string => `${id} ${field}`;

export interface CellEdits {
  wrong: Store<Wrong>;
  save: (row: RecordData, field: UiField, value: unknown) => Promise<void>;
  /** Writes many cells in one request. */
  saveAll: (changes: CellChange[]) => Promise<void>;
  /** Notes what can't even be sent: a text that is no number. */
  refuse: (cells: { row: RecordData; field: UiField; message: string }[]) => void;
  undo: () => Promise<void>;
}

const messageOf = (error: unknown, field: UiField): string =>
  (error instanceof ProblemError && error.errors.find((one) => one.field === field.name)?.message) || problemText(error);

function useWrong() {
  const wrong = useMemo(() => createStore<Wrong>(new Map()), []);
  const mark = useCallback(
    (cells: { id: string; field: string; message: string | null }[]) => {
      const next = new Map(wrong.get());
      cells.forEach(({ id, field, message }) => (message ? next.set(cellKey(id, field), message) : next.delete(cellKey(id, field))));
      wrong.set(next);
    },
    [wrong],
  );
  return { wrong, mark };
}

export function useCellEdits(object: UiObject, paths: Path[]): CellEdits {
  const client = useQueryClient();
  const done = useRef<CellChange[][]>([]);
  const { wrong, mark } = useWrong();

  const save = useCallback(
    async (row: RecordData, field: UiField, value: unknown) => {
      if (sameValue(field, value, valueOf(field, row))) return mark([{ id: row.id, field: field.name, message: null }]);
      try {
        const { record, written } = await saveEdit(client, object, paths, { row, drafts: { [field.name]: value } });
        mark([{ id: row.id, field: field.name, message: null }]);
        if (field.name in written) done.current.push([{ row: record, field, value: valueOf(field, row) }]);
      } catch (error) {
        mark([{ id: row.id, field: field.name, message: messageOf(error, field) }]);
        noticeProblem(error);
      }
    },
    [client, object, paths, mark],
  );

  const write = useCallback(
    async (changes: CellChange[]) => {
      const { written, refused } = await saveBlock(client, object, paths, changes);
      mark(written.map(({ row, field }) => ({ id: row.id, field: field.name, message: null })));
      mark(refused.map(({ row, field, message }) => ({ id: row.id, field: field.name, message })));
      if (refused.length > 0) notice(t("{count} cells were refused: they say why.", { count: refused.length }));
      return written.map(({ row, field }) => ({ row, field, value: valueOf(field, row) }));
    },
    [client, object, paths, mark],
  );

  const undo = useCallback(async () => {
    const last = done.current.pop();
    if (!last) return notice(t("Nothing to undo"));
    try {
      await write(last);
      notice(last.length === 1 ? t("Undone: {field}", { field: last[0]?.field.label ?? "" }) : t("{count} cells changed back", { count: last.length }));
    } catch (error) {
      noticeProblem(error);
    }
  }, [write]);

  const saveAll = useCallback(
    async (changes: CellChange[]) => {
      const real = changes.filter(({ row, field, value }) => !sameValue(field, value, valueOf(field, row)));
      if (real.length === 0) return;
      try {
        const before = await write(real);
        if (before.length === 0) return;
        done.current.push(before);
        noticeUndo(t("{count} cells changed", { count: before.length }), undo);
      } catch (error) {
        noticeProblem(error);
      }
    },
    [write, undo],
  );

  const refuse = useCallback(
    (cells: { row: RecordData; field: UiField; message: string }[]) => mark(cells.map(({ row, field, message }) => ({ id: row.id, field: field.name, message }))),
    [mark],
  );
  return useMemo(() => ({ wrong, save, saveAll, refuse, undo }), [wrong, save, saveAll, refuse, undo]);
}
