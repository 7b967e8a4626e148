// Moves a card to another column: at once on the screen, then on the server; back where the server refuses.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api, keys, ProblemError } from "../api/client";
import type { RecordData, UiField, UiObject, UiOption } from "../api/types";
import { noticeProblem, noticeUndo } from "../app/notices";
import type { Values } from "../fields/drafts";
import { isBlank } from "../fields/shapes";
import { t } from "../i18n";
import { listKey, pageQuery, type Listing, type Pages } from "../list/data";
import { inTurn, seenOf } from "../list/edits";
import { saveOver, type Saved } from "../record/conflict";
import { askForMissing } from "./askForMissing";
import type { Column } from "./columns";
import { carried, listingOf, standing, type Axes, type Spot } from "./places";

export interface Move {
  record: RecordData;
  from: Spot;
  to: Spot;
}

const keyOf = (listing: Listing, axes: Axes, spot: Spot) => [...listKey(listing.object.name), pageQuery(listingOf(listing, axes, spot))];

function without(pages: Pages | undefined, id: string): Pages | undefined {
  return pages && { ...pages, pages: pages.pages.map((page) => ({ ...page, data: page.data.filter((row) => row.id !== id) })) };
}

function withFirst(pages: Pages | undefined, record: RecordData): Pages | undefined {
  return pages && { ...pages, pages: pages.pages.map((page, at) => (at === 0 ? { ...page, data: [record, ...page.data] } : page)) };
}

/** Shows the move; the answer takes it back. */
function show(client: QueryClient, listing: Listing, axes: Axes, { record, from, to }: Move): () => void {
  const [fromKey, toKey] = [keyOf(listing, axes, from), keyOf(listing, axes, to)];
  const before = [fromKey, toKey].map((key) => [key, client.getQueryData<Pages>(key)] as const);
  const changed = standing(record, carried(axes, from, to), to);
  client.setQueryData<Pages>(fromKey, (pages) => without(pages, record.id));
  client.setQueryData<Pages>(toKey, (pages) => withFirst(pages, changed));
  return () => before.forEach(([key, pages]) => client.setQueryData(key, pages));
}

const NAMES = /[a-z][a-z0-9_]*/g;

/** The fields that the refusal names, and the empty ones that the entry condition of the column speaks of. */
export function missingFields(object: UiObject, moved: UiField, record: RecordData, option: UiOption | undefined, error: ProblemError): UiField[] {
  const spoken = (option?.entry ?? "").match(NAMES)?.filter((name) => isBlank(record[name])) ?? [];
  const names = new Set([...error.errors.map((one) => one.field), ...spoken]);
  names.delete(moved.name);
  return [...names].map((name) => object.fields[name]).filter((field) => field !== undefined).filter((field) => field.editable);
}

/** What a move into a column says that has as many cards as it should, or more. */
function warning(columns: Column[], { from, to }: Move): string | undefined {
  const column = columns.find((one) => one.value === to.column);
  if (!column?.limit || column.count === undefined || from.column === to.column || column.count < column.limit) return undefined;
  return t("{column} has {n} cards now, and should have at most {limit}", { column: column.label, n: column.count + 1, limit: column.limit });
}

export function useMove(listing: Listing, axes: Axes, columns: Column[]) {
  const client = useQueryClient();
  const { field } = axes;
  const { object } = listing;
  /** Over the version that was seen; what somebody else made of other fields meanwhile stays. */
  const write = ({ record }: Move, drafts: Values): Promise<Saved> => inTurn(client, object.name, record.id, () => saveOver(object, seenOf(client, object, record), drafts));
  const refresh = () => client.invalidateQueries({ queryKey: keys.object(object.name) });

  const refused = async (move: Move, error: unknown, warned?: string) => {
    const option = field.options?.find((one) => one.value === move.to.column);
    if (!(error instanceof ProblemError) || error.status !== 422) return noticeProblem(error);
    const record = await api.get<RecordData>(`/records/${object.name}/${move.record.id}`);
    const fields = missingFields(object, field, record, option, error);
    if (fields.length === 0) return noticeProblem(error);
    askForMissing({ object, fields, record, option, error, submit: async (values) => {
      const saved = await write({ ...move, record }, { ...values, ...carried(axes, move.from, move.to) });
      await refresh();
      tell({ ...move, record: saved.record }, warned);
    } });
  };

  const move = async (change: Move, isUndo = false): Promise<void> => {
    const takeBack = show(client, listing, axes, change);
    const warned = warning(columns, change);
    const drafts = carried(axes, change.from, change.to);
    try {
      const saved = await write(change, drafts);
      await refresh();
      if (!isUndo && Object.keys(drafts).some((name) => name in saved.written)) tell({ ...change, record: saved.record }, warned);
    } catch (error) {
      takeBack();
      await refused(change, error, warned).catch(noticeProblem);
    }
  };

  const tell = ({ record, from, to }: Move, warned?: string) => {
    const column = field.options?.find((one) => one.value === to.column)?.label ?? t("Without {field}", { field: field.label });
    const label = from.column === to.column ? (to.label ?? "") : column;
    const said = t("{name} moved to {column}", { name: String(record[object.name_field] ?? ""), column: label });
    noticeUndo(warned ? `${said}. ${warned}` : said, () => move({ record, from: to, to: from }, true));
  };
  return move;
}
