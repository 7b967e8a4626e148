// What I have to do: overdue, today, after that; done with one click.
import { Button, Checkbox } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";
import { useMe, useObject } from "../api/client";
import type { RecordData, UiObject } from "../api/types";
import { createRecord } from "../app/create";
import { Problem } from "../app/ErrorBoundary";
import { solid } from "../fields/colors";
import { formatClock, formatNearDay } from "../fields/format/date";
import { wallTime } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { useNamed } from "../fields/useNamed";
import { t } from "../i18n";
import { Icon } from "../icons/Icon";
import { objectPath, recordPath } from "../shell/places";
import { aboutOf, ACTIVITY, dueOf, useComplete, useMyActivities, type Due } from "./activities";
import classes from "./Home.module.css";
import { Section, SectionSkeleton } from "./Section";

const ORDER: Due[] = ["overdue", "today", "upcoming", "someday"];
const titleOf = (due: Due): string => ({ overdue: t("Overdue"), today: t("Today"), upcoming: t("Upcoming"), someday: t("Without a date") })[due];

function About({ object, id, name }: { object: string; id: string; name?: string }) {
  const named = useNamed(object, name ? { id, name } : id);
  return (
    <Link className={`${classes.about} dg-ellipsis`} to={recordPath(object, id)}>
      {named.name}
    </Link>
  );
}

function When({ record, due }: { record: RecordData; due: Due }) {
  const locale = useLocale();
  if (typeof record.due_at !== "string") return null;
  const day = wallTime(new Date(record.due_at), locale.zone).slice(0, 10);
  return <time className={classes.when} data-due={due} dateTime={record.due_at}>{due === "today" ? formatClock(locale, record.due_at) : formatNearDay(locale, day)}</time>;
}

function Line({ object, record, due, complete }: { object: UiObject; record: RecordData; due: Due; complete: (record: RecordData) => void }) {
  const about = aboutOf(record);
  const kind = object.fields.kind?.options?.find((option) => option.value === record.kind);
  const icon = typeof kind?.data?.icon === "string" ? kind.data.icon : object.icon;
  const subject = String(record.subject ?? kind?.label ?? object.label);
  return (
    <li className={`${classes.line} ${classes.task}`}>
      <Checkbox size="xs" radius="xl" checked={false} onChange={() => complete(record)} aria-label={t("Complete: {name}", { name: subject })} />
      <Icon name={icon} size={15} style={{ color: solid(kind?.color), flex: "none" }} />
      <Link className={`${classes.subject} dg-ellipsis`} to={recordPath(object.name, record.id)}>
        {subject}
      </Link>
      {about && <About {...about} />}
      <When record={record} due={due} />
    </li>
  );
}

function Nothing({ object }: { object: UiObject }) {
  const { id } = useMe().user;
  return (
    <div className={classes.nothing}>
      <p>{t("Nothing is waiting for you.")}</p>
      {object.rights.create && (
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => void createRecord(object.name, { owner_id: id })}>
          {t("New: {object}", { object: object.label })}
        </Button>
      )}
    </div>
  );
}

const SHOWN: Partial<Record<Due, number>> = { upcoming: 8, someday: 5 };

function Lists({ object, records }: { object: UiObject; records: RecordData[] }) {
  const locale = useLocale();
  const complete = useComplete();
  const groups = Map.groupBy(records, (record) => dueOf(record, locale));
  return ORDER.filter((due) => groups.has(due)).map((due) => (
    <div key={due} className={classes.group}>
      <h3 data-due={due}>
        {titleOf(due)} <span className="dg-number">{groups.get(due)?.length}</span>
      </h3>
      <ul>
        {groups.get(due)?.slice(0, SHOWN[due]).map((record) => (
          <Line key={record.id} object={object} record={record} due={due} complete={(one) => void complete(one)} />
        ))}
      </ul>
    </div>
  ));
}

export function MyActivities() {
  const object = useObject(ACTIVITY);
  const found = useMyActivities();
  if (!object) return null;
  return (
    <Section title={t("My activities")} to={objectPath(ACTIVITY)}>
      {found.isLoading && <SectionSkeleton />}
      {found.error && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.data && (found.data.data.length > 0 ? <Lists object={object} records={found.data.data} /> : <Nothing object={object} />)}
    </Section>
  );
}
