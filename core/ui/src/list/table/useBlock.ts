// What spreadsheets can do with a block of cells: copy, paste, fill down, empty.
import type { GridApi } from "ag-grid-community";
import { useCallback, useMemo, useRef, type ClipboardEvent, type RefObject } from "react";
import { useCatalogue } from "../../api/client";
import type { RecordData, UiField, UiObject } from "../../api/types";
import { notice, noticeProblem } from "../../app/notices";
import { valueOf } from "../../fields/drafts";
import { fromText, idsOfNames } from "../../fields/fromText";
import { typedDecimal } from "../../fields/format/number";
import { useText } from "../../fields/useText";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { valueAt, type Path } from "../../lib/paths";
import type { CellChange } from "./block";
import { readBlock, spread, writeBlock } from "./clipboard";
import { canEditCell } from "./columns";
import { boxOf, columnIds, recordsIn, type Box, type RangeStore } from "./range";
import type { CellEdits } from "./useCellEdits";

interface BlockProps {
  grid: RefObject<GridApi<RecordData> | null>;
  object: UiObject;
  paths: Path[];
  range: RangeStore;
  edits: CellEdits;
}

const NUMBERS = new Set(["integer", "decimal", "percent", "money"]);
const isTyping = (target: EventTarget): boolean => target instanceof Element && target.closest("input, textarea, [contenteditable=true]") !== null;

/** A cell as a spreadsheet wants it: numbers bare, days as ISO. */
function useCopyText() {
  const text = useText();
  const locale = useLocale();
  return useCallback(
    (path: Path, row: RecordData): string => {
      const type = path.field.returns ?? path.field.type;
      const value = valueAt(row, path);
      if (NUMBERS.has(type)) return typedDecimal(locale, typeof value === "object" && value !== null && "amount" in value ? value.amount : value);
      if (type === "date") return String(value ?? "");
      return text(path.field, value, path.isDirect ? row : undefined);
    },
    [text, locale],
  );
}

interface Copied {
  text: string;
  /** The values behind the texts, so that pasting within the list loses nothing. */
  values: { field: UiField; value: unknown }[][];
}

export function useBlock({ grid, object, paths, range, edits }: BlockProps) {
  const catalogue = useCatalogue();
  const locale = useLocale();
  const copyText = useCopyText();
  const copied = useRef<Copied | null>(null);
  const byName = useMemo(() => new Map(paths.map((path) => [path.path, path])), [paths]);
  const pathsOf = useCallback((columns: string[]) => columns.map((column) => byName.get(column)).filter((path) => path !== undefined), [byName]);
  const boxNow = useCallback((): Box | null => (grid.current ? boxOf(grid.current, range.get()) : null), [grid, range]);

  const onCopy = useCallback(
    (event: ClipboardEvent) => {
      const box = boxNow();
      if (!box || !grid.current || isTyping(event.target) || !getSelection()?.isCollapsed) return;
      const [rows, shown] = [recordsIn(grid.current, box), pathsOf(box.columns)];
      const text = writeBlock(rows.map((row) => shown.map((path) => copyText(path, row))));
      copied.current = { text, values: rows.map((row) => shown.map((path) => ({ field: path.field, value: path.isDirect ? valueOf(path.field, row) : valueAt(row, path) }))) };
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      notice(t("{count} cells copied", { count: rows.length * shown.length }));
    },
    [boxNow, grid, pathsOf, copyText],
  );

  /** The cells below and right of the anchor that a block of that size covers. */
  const covered = useCallback(
    (box: Box, height: number, width: number) => {
      const api = grid.current as GridApi<RecordData>;
      const ids = columnIds(api);
      const first = ids.indexOf(box.columns[0] ?? "");
      const rows = recordsIn(api, { top: box.top, bottom: api.getDisplayedRowCount() - 1 }).slice(0, height);
      return { rows, columns: pathsOf(ids.slice(first, first + width)) };
    },
    [grid, pathsOf],
  );

  const pasteText = useCallback(
    async (box: Box, text: string) => {
      const known = copied.current?.text === text.replaceAll("\r\n", "\n") ? copied.current.values : null;
      const texts = readBlock(text);
      const asked = spread(texts, box.bottom - box.top + 1, box.columns.length);
      const values = known && spread(known, box.bottom - box.top + 1, box.columns.length);
      const { rows, columns } = covered(box, asked.length, asked[0]?.length ?? 0);
      const open = columns.map((path) => canEditCell(object, path));
      const names = await Promise.all(columns.map((path, at) => (open[at] ? idsOfNames(catalogue, path.field, asked.map((row) => row[at] ?? "")) : new Map<string, string>())));
      const changes: CellChange[] = [];
      const refused: { row: RecordData; field: UiField; message: string }[] = [];
      rows.forEach((row, down) =>
        columns.forEach((path, right) => {
          if (!open[right]) return;
          const { field } = path;
          const kept = values?.[down]?.[right];
          const read = kept?.field.type === field.type && kept.field.to === field.to && kept.field.name === field.name ? { value: kept.value } : fromText(asked[down]?.[right] ?? "", { field, locale, now: valueOf(field, row), names: names[right] ?? new Map() });
          if ("value" in read) changes.push({ row, field, value: read.value });
          else refused.push({ row, field, message: read.problem });
        }),
      );
      edits.refuse(refused);
      if (refused.length > 0) notice(t("{count} cells were refused: they say why.", { count: refused.length }));
      if (rows.length < asked.length) notice(t("{count} rows didn't fit below; scroll down to load more.", { count: asked.length - rows.length }));
      await edits.saveAll(changes);
    },
    [covered, object, catalogue, locale, edits],
  );

  const onPaste = useCallback(
    (event: ClipboardEvent) => {
      const box = boxNow();
      if (!box || isTyping(event.target)) return;
      event.preventDefault();
      void pasteText(box, event.clipboardData.getData("text/plain")).catch(noticeProblem);
    },
    [boxNow, pasteText],
  );

  /** Gives every row of the box what its first row has, or the row above where the box is one row. */
  const fillDown = useCallback(
    (box: Box | null = boxNow()) => {
      if (!box || !grid.current) return;
      const top = box.top === box.bottom ? box.top - 1 : box.top;
      const [source, ...rest] = top < 0 ? [] : recordsIn(grid.current, { top, bottom: box.bottom });
      const fields = pathsOf(box.columns).filter((path) => canEditCell(object, path)).map((path) => path.field);
      if (source) void edits.saveAll(rest.flatMap((row) => fields.map((field) => ({ row, field, value: valueOf(field, source) }))));
    },
    [boxNow, grid, pathsOf, object, edits],
  );

  const empty = useCallback(() => {
    const box = boxNow();
    if (!box || !grid.current) return;
    const fields = pathsOf(box.columns).filter((path) => canEditCell(object, path)).map((path) => path.field);
    void edits.saveAll(recordsIn(grid.current, box).flatMap((row) => fields.map((field) => ({ row, field, value: null }))));
  }, [boxNow, grid, pathsOf, object, edits]);

  return { onCopy, onPaste, fillDown, empty };
}
