// Shows a record as it will be.
import type { RecordData } from "../api/types";
import { isMoney } from "./shapes";

/** A record with drafts laid over it, money spread over its companions, for showing at once what was saved. */
export function overlaid(record: RecordData, drafts: Record<string, unknown>): RecordData {
  const spread = Object.entries(drafts).flatMap(([name, value]) =>
    isMoney(value) ? [[name, value.amount], [`${name}_currency`, value.currency]] : [[name, value]]);
  return { ...record, ...Object.fromEntries(spread) } as RecordData;
}
