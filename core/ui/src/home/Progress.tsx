// How records stand along the paths of their objects, as bars that lead to the lists.
import { Tooltip } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "react-router";
import type { UiField, UiObject } from "../api/types";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { both } from "../filter/write";
import { groupsQuery } from "../list/data";
import { useSumText } from "../lib/compact";
import { objectPath, useMenu } from "../shell/places";
import classes from "./Home.module.css";
import { Section } from "./Section";
import { MINE } from "./useChanged";

const MOST = 3;

/** An object whose records move along a path. */
interface Tracked {
  object: UiObject;
  path: UiField;
  money: UiField | undefined;
}
interface Part {
  value: string;
  label: string;
  color?: string;
  count: number;
  sum: unknown;
}
interface Standing extends Tracked {
  parts: Part[];
  filter: string | undefined;
}

const moneyOf = (object: UiObject): UiField | undefined => Object.values(object.fields).find((field) => !field.system && (field.returns ?? field.type) === "money");

function tracked(object: UiObject): Tracked | null {
  const path = object.fields[object.path ?? ""];
  return path?.options && path.groupable && object.fields.owner_id ? { object, path, money: moneyOf(object) } : null;
}

/** Options that end a path, won or lost, aren't work any more. */
const isOpen = (data: Record<string, unknown> | undefined): boolean => !data?.outcome;

function partsOf({ path, money }: Tracked, rows: Record<string, unknown>[]): Part[] {
  const found = new Map(rows.map((row) => [row[path.name], row]));
  const options = path.options?.filter((option) => isOpen(option.data)) ?? [];
  const parts = options.map(({ value, label, color }) => {
    const row = found.get(value);
    return { value, label, color, count: Number(row?.count ?? 0), sum: money && row?.[`sum_${money.name}`] };
  });
  return parts.filter((part) => part.count > 0);
}

function useStandings(mine: boolean): Standing[] {
  const all = useMenu().flatMap((group) => group.objects).map(tracked).filter((one) => one !== null).slice(0, MOST);
  const filter = mine ? MINE : undefined;
  const queries = all.map(({ object, path, money }) => {
    const measures: Record<string, string>[] = [{ count: "*" }, ...(money ? [{ sum: money.name }] : [])];
    return groupsQuery({ object: object.name, filter, group_by: [path.name], measures });
  });
  const answers = useQueries({ queries });
  const standings = all.map((one, at) => ({ ...one, filter, parts: partsOf(one, answers[at]?.data?.rows ?? []) }));
  return standings.filter(({ parts }) => parts.length > 0);
}

function Bar({ object, path, parts, money, filter }: Standing) {
  const text = useSumText();
  const to = (value: string) => `${objectPath(object.name)}?form=table&filter=${encodeURIComponent(both(filter, `${path.name} = "${value}"`))}`;
  const words = ({ label, count, sum }: Part) => [label, count, money && sum !== undefined && sum !== null ? text(money, sum).full : null].filter((word) => word !== null).join(" · ");
  return (
    <div className={classes.bar}>
      {parts.map((part) => (
        <Tooltip key={part.value} label={words(part)}>
          <Link className={classes.part} to={to(part.value)} style={{ flexGrow: part.count, backgroundColor: solid(part.color) }} aria-label={words(part)} />
        </Tooltip>
      ))}
    </div>
  );
}

function Legend({ parts }: { parts: Part[] }) {
  return (
    <div className={classes.legend} aria-hidden>
      {parts.map(({ value, label, color, count }) => (
        <span key={value}>
          <i style={{ background: solid(color) }} />
          {label} <b className="dg-number">{count}</b>
        </span>
      ))}
    </div>
  );
}

function Line(standing: Standing) {
  const { object, parts, money } = standing;
  const text = useSumText();
  const total = parts.reduce((sum, part) => sum + Number(part.sum ?? 0), 0);
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return (
    <div className={classes.progress}>
      <div className={classes.progressHead}>
        <Link to={objectPath(object.name)}>{object.plural}</Link>
        <span className="dg-number">{money && total > 0 ? text(money, String(total)).short : count}</span>
      </div>
      <Bar {...standing} />
      <Legend parts={parts} />
    </div>
  );
}

export function Progress({ mine }: { mine: boolean }) {
  const standings = useStandings(mine);
  if (standings.length === 0) return null;
  return (
    <Section title={mine ? t("How my work stands") : t("How work stands")}>
      {standings.map((standing) => (
        <Line key={standing.object.name} {...standing} />
      ))}
    </Section>
  );
}
