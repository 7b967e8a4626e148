// Reads an expression back into conditions, as far as picking goes; what is richer stays text.
import { condition, group, ME, type Condition, type Group, type Item, type Join, type OperatorName } from "./model";
import { MANAGER } from "./operators";
import { tokensOf, type Token } from "./tokens";

class TooRich extends Error {}

const SIGNS: Record<string, OperatorName> = { "=": "is", "<>": "is_not", "!=": "is_not", "<": "lt", "<=": "le", ">": "gt", ">=": "ge" };
const CALLS: Record<string, OperatorName> = {
  CONTAINS: "contains", STARTS_WITH: "starts", ENDS_WITH: "ends", ISBLANK: "blank", HAS: "has", HAS_ANY: "has", HAS_ALL: "has_all",
  IS_THIS: "this", IS_LAST: "last", IS_NEXT: "next", IN_LAST: "in_last", IN_NEXT: "in_next", IS_PAST: "past", IS_FUTURE: "future",
};
const OPPOSITES: Partial<Record<OperatorName, OperatorName>> = {
  contains: "contains_not", blank: "filled", has: "has_not", any: "none", is: "is_not", true: "false", filled: "blank", none: "any",
};
const CONSTANTS = ["TRUE", "FALSE", "NULL"];

class Reader {
  private at = 0;
  constructor(private readonly tokens: Token[]) {}

  get done(): boolean {
    return this.at >= this.tokens.length;
  }
  private sees(value: string, ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token !== undefined && token.kind !== "text" && token.value.toUpperCase() === value;
  }
  private skips(value: string): boolean {
    if (!this.sees(value)) return false;
    this.at += 1;
    return true;
  }
  private expect(value: string): void {
    if (!this.skips(value)) throw new TooRich();
  }
  private next(): Token {
    const token = this.tokens[this.at];
    if (!token) throw new TooRich();
    this.at += 1;
    return token;
  }

  joined(join: Join): Item {
    const part = () => (join === "OR" ? this.joined("AND") : this.negation());
    const items = [part()];
    while (this.skips(join)) items.push(part());
    return items.length > 1 ? group(join, items) : (items[0] as Item);
  }

  private negation(): Item {
    if (!this.skips("NOT")) return this.primary();
    const item = this.negation();
    const opposite = item.kind === "condition" ? OPPOSITES[item.operator] : undefined;
    if (item.kind === "group" || !opposite) throw new TooRich();
    return { ...item, operator: opposite };
  }

  private primary(): Item {
    if (this.skips("(")) return this.closed(this.joined("OR"));
    if (this.sees("(", 1)) return this.call();
    return this.comparison(this.path());
  }

  private closed<T>(item: T): T {
    this.expect(")");
    return item;
  }

  private path(): string {
    const { kind, value } = this.next();
    if (kind !== "word" || value !== value.toLowerCase()) throw new TooRich();
    return value;
  }

  private call(): Item {
    const name = this.next().value.toUpperCase();
    this.expect("(");
    if (name === "AND" || name === "OR") return group(name, this.closed(this.listed(() => this.joined("OR"))));
    if (name === "DATEVALUE") return this.comparison(this.closed(this.path()));
    const operator = CALLS[name];
    if (!operator) throw new TooRich();
    const path = this.path();
    const values = this.skips(",") ? this.listed(() => this.operand()) : [];
    return this.closed(condition(path, operator, name.startsWith("I") ? units(values) : values));
  }

  private listed<T>(read: () => T): T[] {
    const items = [read()];
    while (this.skips(",")) items.push(read());
    return items;
  }

  private comparison(path: string): Condition {
    const negated = this.skips("NOT");
    if (this.skips("IN")) return condition(path, negated ? "none" : "any", this.items());
    if (negated) throw new TooRich();
    if (this.skips("BETWEEN")) return this.between(path);
    const sign = this.tokens[this.at];
    const operator = sign?.kind === "sign" ? SIGNS[sign.value] : undefined;
    if (!operator) return condition(path, "true");
    this.at += 1;
    return this.clock(path, operator) ?? compared(path, operator, this.operand());
  }

  /** "before now", "after now", and "more than so many days ago" have operators of their own. */
  private clock(path: string, operator: OperatorName): Condition | null {
    if (this.skips("DATEADD")) return this.older(path, operator);
    if (!this.skips("NOW") && !this.skips("TODAY")) return null;
    this.expect("(");
    this.expect(")");
    if (operator !== "lt" && operator !== "gt") throw new TooRich();
    return condition(path, operator === "lt" ? "past" : "future");
  }

  private older(path: string, operator: OperatorName): Condition {
    this.expect("(");
    if (operator !== "lt" || !(this.skips("NOW") || this.skips("TODAY"))) throw new TooRich();
    ["(", ")", ",", "-"].forEach((sign) => this.expect(sign));
    const values = this.listed(() => this.operand());
    return this.closed(condition(path, "older", units(values)));
  }

  private items(): string[] {
    this.expect("(");
    return this.closed(this.listed(() => this.operand()));
  }

  private between(path: string): Condition {
    const from = this.operand();
    this.expect("AND");
    return condition(path, "between", [from, this.operand()]);
  }

  private operand(): string {
    const minus = this.skips("-") ? "-" : "";
    const { kind, value } = this.next();
    if (kind === "number") return minus + value;
    if (minus) throw new TooRich();
    if (kind === "text") return value;
    const name = value.toUpperCase();
    if (name === "ME" && this.skips("(")) return this.closed(ME);
    if (CONSTANTS.includes(name)) return `\0${name}`;
    throw new TooRich();
  }
}

/** "days" means the same as "day". */
const units = (values: string[]): string[] => values.map((value) => value.replace(/^(day|week|month|quarter|year)s$/, "$1"));

function compared(path: string, operator: OperatorName, value: string): Condition {
  const isEqual = operator === "is";
  if (!value.startsWith("\0")) return condition(path, operator, [value]);
  if (!isEqual && operator !== "is_not") throw new TooRich();
  if (value === "\0NULL") return condition(path, isEqual ? "blank" : "filled");
  return condition(path, (value === "\0TRUE") === isEqual ? "true" : "false");
}

/** `about.id = "…"` is how a reference to any object is compared; it is picked as the reference itself. */
function withoutIds(item: Item): Item {
  if (item.kind === "group") return { ...item, items: item.items.map(withoutIds) };
  return item.path.endsWith(".id") ? { ...item, path: item.path.slice(0, -3) } : item;
}

const isMine = (item: Item | undefined, path: string): boolean => item?.kind === "condition" && item.operator === "is" && item.path === path && item.values[0] === ME;

/** `owner = ME() OR owner.manager = ME()` is picked as one condition: me, or who reports to me. */
function withTeams(item: Item): Item {
  if (item.kind === "condition") return item;
  const [first, second] = item.items;
  if (item.join === "OR" && item.items.length === 2 && first?.kind === "condition" && isMine(first, first.path) && isMine(second, `${first.path}.${MANAGER}`)) return condition(first.path, "team");
  return { ...item, items: item.items.map(withTeams) };
}

/** Null where the expression says more than can be picked. */
export function parseFilter(expression: string | undefined): Group | null {
  if (!expression?.trim()) return group("AND");
  const tokens = tokensOf(expression);
  if (!tokens) return null;
  try {
    const reader = new Reader(tokens);
    const item = withTeams(withoutIds(reader.joined("OR")));
    if (!reader.done) return null;
    return item.kind === "group" ? item : group("AND", [item]);
  } catch (error) {
    if (error instanceof TooRich) return null;
    throw error;
  }
}
