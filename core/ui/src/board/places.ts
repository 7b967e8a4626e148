// Where a card stands on a board: in a column, and in a lane where the board has lanes.
import type { RecordData, UiCatalogue, UiField, UiObject, UiView } from "../api/types";
import type { Values } from "../fields/drafts";
import { isNamed } from "../fields/shapes";
import { both } from "../filter/write";
import { canGroup, groupFilter, groupingOf, type Grouping } from "../lib/groups";
import type { Listing } from "../list/data";

/** What makes the columns of a board, and its lanes. */
export interface Axes {
  field: UiField;
  lanes: Grouping | null;
}

/** The values of a place; no lane where the board has none. */
export interface Spot {
  column: string | null;
  lane?: string | null;
  /** What the lane is called. */
  label?: string;
}

const PER_COLUMN = 25;
const PER_CELL = 10;
const LANED = new Set(["choice", "boolean", "user", "reference", "master_detail"]);

/** Lanes are made of what a card is given by being carried: an option, a person, a record. */
export const canBeLanes = (field: UiField): boolean => canGroup(field) && LANED.has(field.type);

export function lanesOf(catalogue: UiCatalogue, object: UiObject, view: UiView, field: UiField): Grouping | null {
  const found = groupingOf(catalogue, object, view.split_by);
  return found?.path.isDirect && canBeLanes(found.path.field) && found.path.field.name !== field.name ? found : null;
}

const columnFilter = ({ name }: UiField, value: string | null): string => (value === null ? `ISBLANK(${name})` : `${name} = "${value}"`);

/** What is asked for a place of the board. */
export const listingOf = (listing: Listing, { field, lanes }: Axes, { column, lane = null }: Spot): Listing => ({
  ...listing,
  filter: both(listing.filter, columnFilter(field, column), lanes ? groupFilter(lanes, lane) : undefined),
  limit: lanes ? PER_CELL : PER_COLUMN,
});

export const isSame = (one: Spot, other: Spot): boolean => one.column === other.column && (one.lane ?? null) === (other.lane ?? null);

const stored = ({ type }: UiField, value: string | null): unknown => (type === "boolean" && value !== null ? value === "true" : value);

/** What a record is given that is carried from one place to another. */
export function carried({ field, lanes }: Axes, from: Spot, to: Spot): Values {
  const lane = lanes?.path.field;
  const isCrossing = lane && (from.lane ?? null) !== (to.lane ?? null);
  return { ...(from.column === to.column ? {} : { [field.name]: to.column }), ...(isCrossing ? { [lane.name]: stored(lane, to.lane ?? null) } : {}) };
}

/** What a new record of that place begins with. */
export function begun({ field, lanes }: Axes, { column, lane = null, label }: Spot): Values {
  const by = lanes?.path.field;
  const isReference = by && typeof by.to === "string" && lane !== null;
  return { [field.name]: column, ...(by && lane !== null ? { [by.name]: isReference ? { id: lane, name: label } : stored(by, lane) } : {}) };
}

/** A record as it looks in another place, until the server has said so. */
export const standing = (record: RecordData, values: Values, { label }: Spot): RecordData => ({
  ...record,
  ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isNamed(record[name]) && typeof value === "string" ? { id: value, name: label } : value])),
});
