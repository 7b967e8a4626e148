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
import { columnListing } from "./columns";

export const PER_COLUMN = 25;

export interface Move {
  record: RecordData;
  from: string | null;
  to: string | null;
}

const keyOf = (listing: Listing, field: UiField, value: string | null) => [...listKey(listing.object.name), pageQuery(columnListing(listing, field, value, PER_COLUMN))];

function without(pages: Pages | undefined, id: string): Pages | undefined {
  return pages && { ...pages, pages: pages.pages.map((page) => ({ ...page, data: page.data.filter((row) => row.id !== id) })) };
}

function withFirst(pages: Pages | undefined, record: RecordData): Pages | undefined {
  return pages && { ...pages, pages: pages.pages.map((page, at) => (at === 0 ? { ...page, data: [record, ...page.data] } : page)) };
}

/** Shows the move; the answer takes it back. */
function show(client: QueryClient, listing: Listing, field: UiField, { record, from, to }: Move): () => void {
  const [fromKey, toKey] = [keyOf(listing, field, from), keyOf(listing, field, to)];
  const before = [fromKey, toKey].map((key) => [key, client.getQueryData<Pages>(key)] as const);
  const changed = { ...record, [field.name]: to };
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

export function useMove(listing: Listing, field: UiField) {
  const client = useQueryClient();
  const { object } = listing;
  /** Over the version that was seen; what somebody else made of other fields meanwhile stays. */
  const write = ({ record }: Move, drafts: Values): Promise<Saved> => inTurn(client, object.name, record.id, () => saveOver(object, seenOf(client, object, record), drafts));
  const refresh = () => client.invalidateQueries({ queryKey: keys.object(object.name) });

  const refused = async (move: Move, error: unknown) => {
    const option = field.options?.find((one) => one.value === move.to);
    if (!(error instanceof ProblemError) || error.status !== 422) return noticeProblem(error);
    const record = await api.get<RecordData>(`/records/${object.name}/${move.record.id}`);
    const fields = missingFields(object, field, record, option, error);
    if (fields.length === 0) return noticeProblem(error);
    askForMissing({ object, fields, record, option, error, submit: async (values) => {
      const saved = await write({ ...move, record }, { ...values, [field.name]: move.to });
      await refresh();
      tell({ ...move, record: saved.record });
    } });
  };

  const move = async (change: Move, isUndo = false): Promise<void> => {
    const takeBack = show(client, listing, field, change);
    try {
      const saved = await write(change, { [field.name]: change.to });
      await refresh();
      if (!isUndo && field.name in saved.written) tell({ ...change, record: saved.record });
    } catch (error) {
      takeBack();
      await refused(change, error).catch(noticeProblem);
    }
  };

  const tell = (change: Move) => {
    const label = field.options?.find((one) => one.value === change.to)?.label ?? t("Without {field}", { field: field.label });
    const name = String(change.record[object.name_field] ?? "");
    noticeUndo(t("{name} moved to {column}", { name, column: label }), () => move({ record: change.record, from: change.to, to: change.from }, true));
  };
  return move;
}
