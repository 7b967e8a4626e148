// Where two people have changed the same.
import type { RecordData, UiObject } from "../api/types";
import { sameValue, valueOf, wireOf, type Values } from "../fields/drafts";

export function wired(object: UiObject, drafts: Values): Values {
  return Object.fromEntries(Object.entries(drafts).map(([name, value]) => {
    const field = object.fields[name];
    return [name, field ? wireOf(field, value) : value];
  }));
}

/** The drafts that touch what others changed since `base`, and would come out differently. */
export function clashing(object: UiObject, base: RecordData, theirs: RecordData, mine: Values): string[] {
  return Object.keys(mine).filter((name) => {
    const field = object.fields[name];
    if (!field) return false;
    const now = valueOf(field, theirs);
    return !sameValue(field, valueOf(field, base), now) && !sameValue(field, now, mine[name]);
  });
}
