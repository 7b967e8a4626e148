// A list of records that refer to this one: a few rows, their count, "add", and the way to all of them.
import { ActionIcon, Skeleton, Tooltip } from "@mantine/core";
import { IconArrowUpRight, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { useCatalogue } from "../api/client";
import type { RecordData, UiSlot } from "../api/types";
import { createRecord } from "../app/create";
import { Value } from "../fields/display";
import { fieldType } from "../fields/registry";
import { solid } from "../fields/colors";
import { Icon } from "../icons/Icon";
import { t } from "../i18n";
import { valueAt, type Path } from "../lib/paths";
import { nameOf } from "./data";
import { plainlyFalse } from "./plainCondition";
import { useRecordPage } from "./RecordContext";
import { backReference, useRelatedPage, type RelatedList } from "./relatedLists";
import classes from "./Related.module.css";
import { RelatedCell } from "./RelatedCell";
import { SlotDialog } from "./SlotDialog";

const FEW = 5;
const MANY = 100;

function useAdd(list: RelatedList): () => void {
  const { object, id, record, refresh } = useRecordPage();
  return () => void createRecord(list.object.name, backReference(list, object, id, nameOf(object, record))).then((made) => made && refresh());
}

/** What may be done with a row at once: actions that plugins have for its object, and that ask for nothing. */
function RowActions({ list, record }: { list: RelatedList; record: RecordData }) {
  const [slot, setSlot] = useState<UiSlot | null>(null);
  const slots = useRowSlots(list.object.name).filter((one) => !plainlyFalse(one.visible_when, record));
  return (
    <td className={classes.actions}>
      {slots.map((one) => (
        <Tooltip key={one.label} label={one.label}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("{action}: {name}", { action: one.label, name: nameOf(list.object, record) })} onClick={() => setSlot(one)}><Icon name={one.icon} size={15} /></ActionIcon>
        </Tooltip>
      ))}
      {slot && <SlotDialog slot={slot} on={record.id} onClose={() => setSlot(null)} />}
    </td>
  );
}

function useRowSlots(object: string): UiSlot[] {
  return useCatalogue().slots.filter((slot) => slot.place === "record.header.action" && slot.object === object && slot.endpoint && Object.keys(slot.fields).length === 0);
}

function Row({ list, record, acts }: { list: RelatedList; record: RecordData; acts: boolean }) {
  return (
    <tr>
      {list.paths.map((path, place) => (
        <td key={path.path} data-align={fieldType(path.field).align} data-label={path.label}>
          {place === 0 ? <NameCell list={list} record={record} path={path} /> : <RelatedCell list={list} record={record} path={path} />}
        </td>
      ))}
      {acts && <RowActions list={list} record={record} />}
    </tr>
  );
}

function NameCell({ list, record, path }: { list: RelatedList; record: RecordData; path: Path }) {
  const value = valueAt(record, path);
  return (
    <Link className={classes.name} to={`/o/${list.object.name}/${record.id}`}>
      {path.path === list.object.name_field ? nameOf(list.object, record) : <Value object={list.object} field={path.field} value={value} record={record} />}
    </Link>
  );
}

function Rows({ list, records }: { list: RelatedList; records: RecordData[] }) {
  const acts = useRowSlots(list.object.name).length > 0;
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>{list.paths.map((path) => <th key={path.path} scope="col" data-align={fieldType(path.field).align}>{path.label}</th>)}{acts && <th aria-label={t("Actions")} />}</tr>
        </thead>
        <tbody>{records.map((record) => <Row key={record.id} list={list} record={record} acts={acts} />)}</tbody>
      </table>
    </div>
  );
}

export function Related({ list, all }: { list: RelatedList; all?: boolean }) {
  const page = useRelatedPage(list, all ? MANY : FEW);
  const add = useAdd(list);
  const count = page.data?.count ?? page.data?.data.length;
  const listAddress = `/o/${list.object.name}?filter=${encodeURIComponent(list.filter)}`;
  return (
    <section className={classes.card} aria-label={list.label}>
      <header className={classes.head}>
        <Icon name={list.object.icon} size={16} style={{ color: solid(list.object.color) }} />
        <h2 className={classes.title}>{list.label}</h2>
        {count !== undefined && <span className={classes.count}>{count}</span>}
        <span className={classes.tools}>
          {Boolean(count) && (
            <Tooltip label={t("View all")}>
              <ActionIcon component={Link} to={listAddress} variant="subtle" color="gray" size={26} aria-label={t("View all: {list}", { list: list.label })}><IconArrowUpRight size={15} aria-hidden /></ActionIcon>
            </Tooltip>
          )}
          {list.object.rights.create && (
            <Tooltip label={t("New {object}", { object: list.object.label })}>
              <ActionIcon variant="subtle" color="gray" size={26} aria-label={t("New {object}", { object: list.object.label })} onClick={add}><IconPlus size={16} aria-hidden /></ActionIcon>
            </Tooltip>
          )}
        </span>
      </header>
      {page.isPending && <Skeleton h={30} m={12} />}
      {page.data && page.data.data.length > 0 && <Rows list={list} records={page.data.data} />}
    </section>
  );
}
