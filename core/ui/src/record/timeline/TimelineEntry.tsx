// One thing that happened: an activity, a comment, a file, a change.
import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowMerge, IconDots, IconFile, IconMessage, IconPencil, IconPlus, IconRotate, IconShare, IconTrash, type Icon as TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordData, TimelineItem } from "../../api/types";
import { noticeProblem, noticeUndo } from "../../app/notices";
import { Value } from "../../fields/display";
import { formatMoment, formatWhen } from "../../fields/format/date";
import { formatBytes } from "../../fields/format/number";
import { plain } from "../../fields/text";
import { FileLink } from "../../files/FileLink";
import { useLocale } from "../../fields/useLocale";
import { useNamed } from "../../fields/useNamed";
import { t } from "../../i18n";
import { OldAndNew } from "../Change";
import { deleteRecord, restoreRecord } from "../data";
import { eventWord } from "../history";
import { useRecordPage } from "../RecordContext";
import { ACTIVITY, kindOf, useActivity } from "./kinds";
import { KindSign } from "./KindSign";
import classes from "./Timeline.module.css";

function When({ at }: { at: string }) {
  const locale = useLocale();
  return <time className={classes.when} dateTime={at} title={formatMoment(locale, at)}>{formatWhen(locale, at)}</time>;
}

function PlainSign({ icon: Sign }: { icon: TablerIcon }) {
  return <span className={classes.sign} data-plain><Sign size={13} aria-hidden /></span>;
}

function useRemove(object: string, id: string, what: string): () => Promise<void> {
  const { refresh } = useRecordPage();
  return async () => {
    try {
      await deleteRecord(object, id);
      await refresh();
      noticeUndo(t("{name} was deleted", { name: what }), async () => {
        await restoreRecord(object, id);
        await refresh();
      });
    } catch (error) {
      noticeProblem(error);
    }
  };
}

function EntryMenu({ object, id, what, page }: { object: string; id: string; what: string; page?: boolean }) {
  const remove = useRemove(object, id, what);
  return (
    <Menu position="bottom-end" width={150}>
      <Menu.Target>
        <ActionIcon className={classes.menu} variant="subtle" color="gray" size={22} aria-label={t("More actions: {subject}", { subject: what })}><IconDots size={14} aria-hidden /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {page && <Menu.Item component={Link} to={`/o/${object}/${id}`} leftSection={<IconPencil size={14} />}>{t("Open")}</Menu.Item>}
        <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => void remove()}>{t("Delete")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Entry({ sign, item, menu, title, children }: { sign: ReactNode; item: TimelineItem; menu?: ReactNode; title: ReactNode; children?: ReactNode }) {
  return (
    <li className={classes.entry} data-kind={item.kind}>
      {sign}
      <div className={classes.words}>
        <div className={classes.line}>
          <span className={classes.title}>{title}</span>
          {menu}
          <When at={item.at} />
        </div>
        {children}
      </div>
    </li>
  );
}

const DETAILS = ["direction", "outcome", "duration", "place"];

function ActivityDetails({ record }: { record: RecordData }) {
  const { activity } = useActivity();
  const given = DETAILS.filter((name) => activity?.fields[name] && record[name] !== null && record[name] !== undefined && record[name] !== "");
  if (!given.length) return null;
  return (
    <div className={classes.details}>
      {given.map((name) => activity?.fields[name] && <span key={name}><Value field={activity.fields[name]} value={record[name]} record={record} /></span>)}
    </div>
  );
}

function ActivityEntry({ item, record }: { item: TimelineItem; record: RecordData }) {
  const owner = useNamed("user", record.owner_id).name;
  const { kinds } = useActivity();
  const subject = plain(record.subject);
  return (
    <Entry item={item} sign={<KindSign kind={kindOf(kinds, record.kind)} />} menu={<EntryMenu object={ACTIVITY} id={record.id} what={subject} page />} title={<><Link className={classes.subjectLink} to={`/o/${ACTIVITY}/${record.id}`}>{subject}</Link><span className={classes.by}>{item.by?.name ?? owner}</span></>}>
      <ActivityDetails record={record} />
      {Boolean(record.body) && <p className={classes.body}>{plain(record.body)}</p>}
    </Entry>
  );
}

function CommentEntry({ item, record }: { item: TimelineItem; record: RecordData }) {
  const body = plain(record.body);
  return (
    <Entry item={item} sign={<PlainSign icon={IconMessage} />} menu={<EntryMenu object="comment" id={record.id} what={t("Comment")} />} title={<b>{item.by?.name}</b>}>
      <p className={classes.comment}>{body}</p>
    </Entry>
  );
}

function FileEntry({ item, record }: { item: TimelineItem; record: RecordData }) {
  const locale = useLocale();
  const name = plain(record.name);
  return (
    <Entry item={item} sign={<PlainSign icon={IconFile} />} menu={<EntryMenu object="file" id={record.id} what={name} />} title={<><FileLink size="sm" fw={500} file={{ id: record.id, name }}>{name}</FileLink> <span className={classes.by}>{typeof record.size === "number" && formatBytes(locale, record.size)} {item.by?.name}</span></>} />
  );
}

const EVENT_ICONS: Record<string, TablerIcon> = { created: IconPlus, deleted: IconTrash, restored: IconRotate, merged: IconArrowMerge, shared: IconShare, unshared: IconShare };

function ChangeEntry({ item }: { item: TimelineItem }) {
  const { fields } = useRecordPage().object;
  const name = item.by?.name ?? t("The system");
  return (
    <Entry item={item} sign={<PlainSign icon={EVENT_ICONS[item.event ?? ""] ?? IconPencil} />} title={<span className={classes.quiet}><b>{name}</b> {eventWord(item.event)}{item.event === "updated" && item.changes?.length === 1 && ` · ${item.changes[0]?.label}`}</span>}>
      {item.event === "updated" && (item.changes?.length ?? 0) > 0 && (
        <ul className={classes.changes}>
          {item.changes?.map((change) => (
            <li key={change.field}>{(item.changes?.length ?? 0) > 1 && <span className={classes.field}>{change.label}</span>} <OldAndNew field={fields[change.field]} old={change.old} now={change.new} /></li>
          ))}
        </ul>
      )}
    </Entry>
  );
}

export function TimelineEntry({ item }: { item: TimelineItem }) {
  if (item.kind === "activity" && item.activity) return <ActivityEntry item={item} record={item.activity} />;
  if (item.kind === "comment" && item.comment) return <CommentEntry item={item} record={item.comment} />;
  if (item.kind === "file" && item.file) return <FileEntry item={item} record={item.file} />;
  return <ChangeEntry item={item} />;
}
