// Writes many cells in one request, each record over the version that was seen.
import type { QueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { BulkAnswer, FieldProblem, PageOf, RecordData, UiField, UiObject } from "../../api/types";
import { overlaid, valueOf, wireOf, type Values } from "../../fields/drafts";
import type { Path } from "../../lib/paths";
import { rowQuery } from "../data";
import { changeRow, refreshAround, versionOf } from "../edits";

export interface CellChange {
  /** The record as it was before the change. */
  row: RecordData;
  field: UiField;
  value: unknown; // a draft
}
export interface Outcome {
  written: CellChange[];
  refused: (CellChange & { message: string })[];
}

interface Line {
  row: RecordData;
  changes: CellChange[];
}

const linesOf = (changes: CellChange[]): Line[] => [...Map.groupBy(changes, ({ row }) => row.id).values()].map((some) => ({ row: (some[0] as CellChange).row, changes: some }));

const draftsOf = ({ changes }: Line): Values => Object.fromEntries(changes.map(({ field, value }) => [field.name, value]));
const beforeOf = ({ row, changes }: Line): Values => Object.fromEntries(changes.map(({ field }) => [field.name, valueOf(field, row)]));

function wired(client: QueryClient, object: UiObject, { row, changes }: Line): Record<string, unknown> {
  const version = versionOf(client, object.name, row);
  const values = changes.map(({ field, value }) => [field.name, wireOf(field, value)]);
  return { id: row.id, ...(version ? { version } : {}), ...Object.fromEntries(values) };
}

/** What the server says of the line falls on the cells it names, or on all of them. */
function refusedIn({ changes }: Line, errors: FieldProblem[] = []): Outcome["refused"] {
  const named = changes.flatMap((change) => errors.filter((one) => one.field === change.field.name).map(({ message }) => ({ ...change, message })));
  const general = errors.map(({ message }) => message).join(" ");
  return named.length > 0 ? named : changes.map((change) => ({ ...change, message: general }));
}

/** Names, roll-ups and formulas come from the server. */
async function reread(client: QueryClient, object: UiObject, paths: Path[], ids: string[]): Promise<void> {
  const filter = `id IN (${ids.map((id) => `"${id}"`).join(", ")})`;
  const { data } = await api.get<PageOf<RecordData>>(`/records/${object.name}`, { query: { ...rowQuery({ object, paths }), filter, limit: ids.length } });
  data.forEach((row) => changeRow(client, object.name, row.id, (before) => ({ ...before, ...row })));
}

const MOST_AT_ONCE = 200; // ids that fit into an address

export async function saveBlock(client: QueryClient, object: UiObject, paths: Path[], changes: CellChange[]): Promise<Outcome> {
  const lines = linesOf(changes);
  const show = (line: Line, values: Values) => changeRow(client, object.name, line.row.id, (row) => overlaid(row, values));
  const records = lines.map((line) => wired(client, object, line));
  lines.forEach((line) => show(line, draftsOf(line)));
  try {
    const { results } = await api.post<BulkAnswer>(`/records/${object.name}/bulk`, { op: "update", key: "id", atomic: false, records });
    const outcome: Outcome = { written: [], refused: [] };
    results.forEach(({ status, errors }, at) => {
      const line = lines[at] as Line;
      if (status === "error") show(line, beforeOf(line));
      if (status === "error") outcome.refused.push(...refusedIn(line, errors));
      else outcome.written.push(...line.changes);
    });
    const ids = lines.map((line) => line.row.id);
    for (let at = 0; at < ids.length; at += MOST_AT_ONCE) await reread(client, object, paths, ids.slice(at, at + MOST_AT_ONCE));
    refreshAround(client, object.name);
    return outcome;
  } catch (error) {
    lines.forEach((line) => show(line, beforeOf(line)));
    throw error;
  }
}
