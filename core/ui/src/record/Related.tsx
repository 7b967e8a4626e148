// A list of records that refer to this one: a few rows, their count, "add", and the way to all of them.
import { ActionIcon, Skeleton, Tooltip } from "@mantine/core";
import { IconArrowUpRight, IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";
import type { RecordData } from "../api/types";
import { createRecord } from "../app/create";
import { Value } from "../fields/display";
import { fieldType } from "../fields/registry";
import { solid } from "../fields/colors";
import { Icon } from "../icons/Icon";
import { t } from "../i18n";
import { valueAt, type Path } from "../lib/paths";
import { nameOf } from "./data";
import { useRecordPage } from "./RecordContext";
import { backReference, useRelatedPage, type RelatedList } from "./relatedLists";
import classes from "./Related.module.css";
import { RelatedCell } from "./RelatedCell";

const FEW = 5;
const MANY = 100;

function useAdd(list: RelatedList): () => void {
  const { object, id, record, refresh } = useRecordPage();
  return () => void createRecord(list.object.name, backReference(list, object, id, nameOf(object, record))).then((made) => made && refresh());
}

function Row({ list, record }: { list: RelatedList; record: RecordData }) {
  return (
    <tr>
      {list.paths.map((path, place) => (
        <td key={path.path} data-align={fieldType(path.field).align} data-label={path.label}>
          {place === 0 ? <NameCell list={list} record={record} path={path} /> : <RelatedCell list={list} record={record} path={path} />}
        </td>
      ))}
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
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>{list.paths.map((path) => <th key={path.path} scope="col" data-align={fieldType(path.field).align}>{path.label}</th>)}</tr>
        </thead>
        <tbody>{records.map((record) => <Row key={record.id} list={list} record={record} />)}</tbody>
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
