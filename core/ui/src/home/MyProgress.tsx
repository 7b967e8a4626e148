// How my records stand along the paths of their objects, as bars that lead to the lists.
import { Tooltip } from "@mantine/core";
import { Link } from "react-router";
import type { UiField, UiObject } from "../api/types";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { canBeSummed, useGroups } from "../list/data";
import { useSumText } from "../lib/compact";
import { objectPath, useMenu } from "../shell/places";
import classes from "./Home.module.css";
import { Section } from "./Section";

const MINE = "owner_id = ME()";
const MOST = 3;

interface Part {
  value: string;
  label: string;
  color?: string;
  count: number;
  sum: unknown;
}

/** Options that end a path, won or lost, aren't work any more. */
const isOpen = (data: Record<string, unknown> | undefined): boolean => !data?.outcome;

const moneyOf = (object: UiObject): UiField | undefined => Object.values(object.fields).find((field) => !field.system && canBeSummed(field) && (field.returns ?? field.type) === "money");

function usePartsOf(object: UiObject, path: UiField, money: UiField | undefined): Part[] | undefined {
  const measures: Record<string, string>[] = [{ count: "*" }, ...(money ? [{ sum: money.name }] : [])];
  const rows = useGroups({ object: object.name, filter: MINE, group_by: [path.name], measures });
  const found = new Map(rows?.map((row) => [row[path.name], row]));
  const options = path.options?.filter((option) => isOpen(option.data)) ?? [];
  const parts = options.map(({ value, label, color }) => ({ value, label, color, count: Number(found.get(value)?.count ?? 0), sum: money && found.get(value)?.[`sum_${money.name}`] }));
  return rows && parts.filter((part) => part.count > 0);
}

function Bar({ object, path, parts, money }: { object: UiObject; path: UiField; parts: Part[]; money: UiField | undefined }) {
  const text = useSumText();
  const to = (value: string) => `${objectPath(object.name)}?form=table&filter=${encodeURIComponent(`${MINE} AND ${path.name} = "${value}"`)}`;
  const words = ({ label, count, sum }: Part) => [label, count, money && sum !== undefined && sum !== null ? text(money, sum).full : null].filter((word) => word !== null).join(" · ");
  return (
    <div className={classes.bar}>
      {parts.map((part) => (
        <Tooltip key={part.value} label={words(part)}>
          <Link className={classes.part} to={to(part.value)} style={{ flexGrow: part.count, background: solid(part.color) }} aria-label={words(part)} />
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

function Progress({ object, path }: { object: UiObject; path: UiField }) {
  const money = moneyOf(object);
  const text = useSumText();
  const parts = usePartsOf(object, path, money);
  if (!parts || parts.length === 0) return null;
  const total = parts.reduce((sum, part) => sum + Number(part.sum ?? 0), 0);
  return (
    <div className={classes.progress}>
      <div className={classes.progressHead}>
        <Link to={`${objectPath(object.name)}?filter=${encodeURIComponent(MINE)}`}>{object.plural}</Link>
        <span className="dg-number">{money && total > 0 ? text(money, String(total)).short : parts.reduce((sum, part) => sum + part.count, 0)}</span>
      </div>
      <Bar object={object} path={path} parts={parts} money={money} />
      <Legend parts={parts} />
    </div>
  );
}

/** An object with a path, and someone who owns its records. */
function tracked(object: UiObject): { object: UiObject; path: UiField } | null {
  const path = object.fields[object.path ?? ""];
  return path?.options && path.groupable && object.fields.owner_id ? { object, path } : null;
}

export function MyProgress() {
  const all = useMenu().flatMap((group) => group.objects).map(tracked).filter((one) => one !== null);
  if (all.length === 0) return null;
  return (
    <Section title={t("How my work stands")}>
      {all.slice(0, MOST).map(({ object, path }) => (
        <Progress key={object.name} object={object} path={path} />
      ))}
    </Section>
  );
}
