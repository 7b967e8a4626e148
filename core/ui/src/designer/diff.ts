// What differs between two versions of a definition: steps that came, went, changed or moved, and the head.
import { t } from "../i18n";
import { faceOf, type Steps } from "./kinds";
import { doOf, lanesOf, OUTCOMES, pointer, walked, type Doc, type Kind, type Path, type StepDoc } from "./model";
import { titleOf } from "./Tree";
import { keyLabel, valueLabel } from "./words";

export interface Difference {
  how: "added" | "removed" | "changed" | "moved";
  title: string;
  facts: { label: string; was?: string; is?: string }[];
}

const NESTED = new Set(["then", "else", "cases", "branches", "steps", "timed_out", "rejected"]);
const HEAD_LISTS = new Set<string>(["steps", "name", ...OUTCOMES]);

export function shownValue(key: string, value: unknown): string {
  if (value === undefined || value === null) return "–";
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "string") return valueLabel(key, value) === value.charAt(0).toUpperCase() + value.slice(1).replaceAll("_", " ") ? value : valueLabel(key, value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function facts(of: string, was: Record<string, unknown>, is: Record<string, unknown>, skipped: Set<string>): Difference["facts"] {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((key) => !skipped.has(key));
  return keys.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key])).map((key) => ({ label: keyLabel(of, key), was: key in was ? shownValue(key, was[key]) : undefined, is: key in is ? shownValue(key, is[key]) : undefined }));
}

interface Placed {
  step: StepDoc;
  path: Path;
}

/** Conditions of ways count as facts of the step that holds them. */
const waysOf = (step: StepDoc, kind: Kind): Record<string, unknown> => Object.fromEntries(lanesOf(step, kind, []).flatMap((lane, place) => (lane.when === undefined ? [] : [[`${t("Way {number}", { number: place + 1 })}`, lane.when]])));

export function differences(before: Doc | null, after: Doc, kind: Kind, steps: Steps): Difference[] {
  const keyed = (doc: Doc) => new Map<string, Placed>(walked(doc, kind).map(({ step, path }) => [step.id ?? pointer(path), { step, path }]));
  const [was, is] = [before ? keyed(before) : new Map<string, Placed>(), keyed(after)];
  const title = ({ step }: Placed) => titleOf(step, doOf(step, kind), faceOf(doOf(step, kind), steps).label);
  const head = before ? facts(kind, { ...before, ...(before.on as object) }, { ...after, ...(after.on as object) }, new Set([...HEAD_LISTS, "on"])) : [];
  const found: Difference[] = head.length ? [{ how: "changed", title: kind === "automation" ? t("What begins it") : t("About this approval"), facts: head }] : [];
  for (const [key, placed] of is) {
    const old = was.get(key);
    if (!old) {
      found.push({ how: "added", title: title(placed), facts: [] });
      continue;
    }
    const what = doOf(placed.step, kind);
    const changed = [...facts(what, old.step, placed.step, NESTED), ...facts(what, waysOf(old.step, kind), waysOf(placed.step, kind), new Set())];
    const isMoved = pointer(old.path.slice(0, -1)) !== pointer(placed.path.slice(0, -1)) || order(was, key, is) !== order(is, key, was);
    if (changed.length) found.push({ how: "changed", title: title(placed), facts: changed });
    else if (isMoved) found.push({ how: "moved", title: title(placed), facts: [] });
  }
  for (const [key, placed] of was) if (!is.has(key)) found.push({ how: "removed", title: title(placed), facts: [] });
  return found;
}

/** The step of both versions that comes before it. */
function order(mine: Map<string, Placed>, key: string, others: Map<string, Placed>): string {
  const keys = [...mine.keys()].filter((one) => others.has(one));
  return keys[keys.indexOf(key) - 1] ?? "";
}
