// What can be asked of a field, by kind: the words for it, how many operands it takes, how it is written.
import type { UiField } from "../api/types";
import { t } from "../i18n";
import { ME, type Condition, type OperatorName } from "./model";

export type Kind = "text" | "number" | "date" | "datetime" | "time" | "boolean" | "choice" | "many" | "record" | "any" | "none";

const KINDS: Record<string, Kind> = {
  text: "text", long_text: "text", rich_text: "text", email: "text", phone: "text", url: "text", auto_number: "text",
  integer: "number", decimal: "number", money: "number", percent: "number",
  date: "date", datetime: "datetime", time: "time", boolean: "boolean", choice: "choice",
  multi_choice: "many", tags: "many", many_to_many: "many",
  reference: "record", master_detail: "record", user: "record", file: "none", image: "none", any_reference: "any",
};

export const kindOf = (field: UiField): Kind => KINDS[field.returns ?? field.type] ?? "none";

export interface Operator {
  label: (kind: Kind) => string;
  /** The operator that the server must know for the field. */
  needs: string;
  kinds?: Kind[];
  /** What else must hold for the field. */
  fits?: (field: UiField) => boolean;
  operands: 0 | 1 | 2 | "many" | "unit" | "count";
  write: (path: string, literals: string[], kind: Kind) => string;
}

/** The field of a user that names whom he reports to. */
export const MANAGER = "manager";

const TIMES: Kind[] = ["date", "datetime"];
const isTime = (kind: Kind): boolean => TIMES.includes(kind);
const NUMBERS_AND_TIMES: Kind[] = ["number", "date", "datetime", "time"];

/** A moment is compared by its day, in the user's time zone. */
const day = (path: string, kind: Kind): string => (kind === "datetime" ? `DATEVALUE(${path})` : path);

const compare = (sign: string) => (path: string, [value]: string[], kind: Kind) => `${day(path, kind)} ${sign} ${value}`;
const call = (name: string) => (path: string, values: string[]) => `${name}(${[path, ...values].join(", ")})`;
const notCall = (name: string) => (path: string, values: string[]) => `NOT ${call(name)(path, values)}`;

export const OPERATORS: Record<OperatorName, Operator> = {
  is: { label: () => t("is"), needs: "=", kinds: ["text", "number", "date", "datetime", "time", "choice", "record"], operands: 1, write: compare("=") },
  is_not: { label: () => t("is not"), needs: "<>", kinds: ["text", "number", "date", "datetime", "time", "choice", "record"], operands: 1, write: compare("<>") },
  team: { label: () => t("is me or reports to me"), needs: "=", kinds: ["record"], fits: (field) => field.to === "user", operands: 0, write: (path) => `(${path} = ${ME} OR ${path}.${MANAGER} = ${ME})` },
  any: { label: () => t("is any of"), needs: "in", kinds: ["text", "choice", "record", "number"], operands: "many", write: (path, values) => `${path} IN (${values.join(", ")})` },
  none: { label: () => t("is none of"), needs: "in", kinds: ["text", "choice", "record", "number"], operands: "many", write: (path, values) => `${path} NOT IN (${values.join(", ")})` },
  contains: { label: () => t("contains"), needs: "contains", operands: 1, write: call("CONTAINS") },
  contains_not: { label: () => t("doesn't contain"), needs: "contains", operands: 1, write: notCall("CONTAINS") },
  starts: { label: () => t("begins with"), needs: "starts_with", operands: 1, write: call("STARTS_WITH") },
  ends: { label: () => t("ends with"), needs: "starts_with", operands: 1, write: call("ENDS_WITH") },
  this: { label: () => t("is in this"), needs: ">=", kinds: TIMES, operands: "unit", write: call("IS_THIS") },
  last: { label: () => t("is in the last whole"), needs: ">=", kinds: TIMES, operands: "unit", write: call("IS_LAST") },
  next: { label: () => t("is in the next whole"), needs: ">=", kinds: TIMES, operands: "unit", write: call("IS_NEXT") },
  in_last: { label: () => t("is within the past"), needs: ">=", kinds: TIMES, operands: "count", write: call("IN_LAST") },
  in_next: { label: () => t("is within the coming"), needs: ">=", kinds: TIMES, operands: "count", write: call("IN_NEXT") },
  older: { label: () => t("is longer ago than"), needs: "<", kinds: TIMES, operands: "count", write: (path, [count, unit], kind) => `${path} < DATEADD(${kind === "date" ? "TODAY" : "NOW"}(), -${count}, ${unit})` },
  past: { label: () => t("is in the past"), needs: "<", kinds: TIMES, operands: 0, write: call("IS_PAST") },
  future: { label: () => t("is in the future"), needs: ">", kinds: TIMES, operands: 0, write: call("IS_FUTURE") },
  lt: { label: (kind) => (isTime(kind) ? t("is before") : t("is less than")), needs: "<", kinds: NUMBERS_AND_TIMES, operands: 1, write: compare("<") },
  le: { label: (kind) => (isTime(kind) ? t("is on or before") : t("is at most")), needs: "<=", kinds: NUMBERS_AND_TIMES, operands: 1, write: compare("<=") },
  gt: { label: (kind) => (isTime(kind) ? t("is after") : t("is more than")), needs: ">", kinds: NUMBERS_AND_TIMES, operands: 1, write: compare(">") },
  ge: { label: (kind) => (isTime(kind) ? t("is on or after") : t("is at least")), needs: ">=", kinds: NUMBERS_AND_TIMES, operands: 1, write: compare(">=") },
  between: { label: () => t("is between"), needs: ">=", kinds: NUMBERS_AND_TIMES, operands: 2, write: (path, [from, to], kind) => `${day(path, kind)} BETWEEN ${from} AND ${to}` },
  true: { label: () => t("is yes"), needs: "=", kinds: ["boolean"], operands: 0, write: (path) => `${path} = TRUE` },
  false: { label: () => t("is no"), needs: "=", kinds: ["boolean"], operands: 0, write: (path) => `${path} = FALSE` },
  has: { label: () => t("has any of"), needs: "has", operands: "many", write: call("HAS_ANY") },
  has_all: { label: () => t("has all of"), needs: "has", operands: "many", write: call("HAS_ALL") },
  has_not: { label: () => t("has none of"), needs: "has", operands: "many", write: notCall("HAS_ANY") },
  blank: { label: () => t("is empty"), needs: "blank", operands: 0, write: call("ISBLANK") },
  filled: { label: () => t("is filled in"), needs: "blank", operands: 0, write: notCall("ISBLANK") },
};

export function operatorsOf(field: UiField): OperatorName[] {
  const kind = kindOf(field);
  const fits = ([, { needs, kinds, fits: isFit }]: [string, Operator]) => field.operators.includes(needs) && (!kinds || kinds.includes(kind)) && (!isFit || isFit(field));
  return Object.entries(OPERATORS).filter(fits).map(([name]) => name as OperatorName);
}

const FIRST: Partial<Record<Kind, OperatorName>> = { text: "contains", choice: "any", date: "this", datetime: "this", number: "ge", record: "is", many: "has", boolean: "true" };

/** What is most often asked of such a field. */
export function firstOperator(field: UiField): OperatorName {
  const offered = operatorsOf(field);
  const usual = FIRST[kindOf(field)];
  return usual && offered.includes(usual) ? usual : (offered[0] ?? "filled");
}

export const UNITS = ["day", "week", "month", "quarter", "year"] as const;

/** How many operands must be there for the condition to mean something. */
const LEAST: Record<string, number> = { "0": 0, "1": 1, "2": 2, many: 1, unit: 1, count: 2 };

export function isComplete({ operator, values }: Condition): boolean {
  const least = LEAST[String(OPERATORS[operator].operands)] ?? 0;
  return values.filter((value) => value !== "").length >= least;
}

/** Operands that make sense for another operator as well are kept. */
export function switchOperator(before: Condition, operator: OperatorName): Condition {
  const from = OPERATORS[before.operator].operands;
  const to = OPERATORS[operator].operands;
  if (to === "unit") return { ...before, operator, values: [UNITS[2]] };
  if (to === "count") return { ...before, operator, values: ["7", "day"] };
  const isAlike = (from === 1 || from === "many") && (to === 1 || to === "many");
  const kept = from === to || isAlike ? before.values.slice(0, to === 1 ? 1 : undefined) : [];
  return { ...before, operator, values: kept };
}

const quote = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

export function literal(value: string, kind: Kind): string {
  if (value === ME) return ME;
  return kind === "number" ? value : quote(value);
}
