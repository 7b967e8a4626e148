// What is likely there twice: found by a search, merged, or said to be none.
import { Alert, Badge, Button, Progress } from "@mantine/core";
import { IconArrowMerge, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useObject } from "../api/client";
import type { UiObject } from "../api/types";
import { NotFound } from "../app/NotFound";
import { t } from "../i18n";
import { Empty, Loaded, SetupPage } from "../setup/kit/page";
import { useDismiss, useGroups, useSearch, type Group } from "./data";
import classes from "./duplicates.module.css";
import { MergeRecords } from "./MergeRecords";

/** The fields that some two of a group are alike in. */
function alike(object: UiObject, { reasons }: Group): string {
  const names = new Set(reasons.flatMap(({ fields }) => fields));
  return [...names].flatMap((name) => object.fields[name.split(".")[0] ?? ""]?.label ?? []).join(", ");
}

function OneGroup({ object, group, merge }: { object: UiObject; group: Group; merge: () => void }) {
  const dismiss = useDismiss(object.name);
  return (
    <li className={classes.group}>
      <div className={classes.records}>
        {group.records.map(({ id, name }) => <Link key={id} to={`/o/${object.name}/${id}`}>{name || object.label}</Link>)}
        <span className={classes.why}>{t("Alike in: {fields}", { fields: alike(object, group) })}</span>
      </div>
      <Badge className={classes.score} variant="light" tt="none" fw={500}>{t("{percent} % alike", { percent: Math.round(group.score * 100) })}</Badge>
      <div className={classes.actions}>
        <Button variant="default" size="xs" onClick={() => void dismiss(group)}>{t("Not the same")}</Button>
        {object.rights.delete && <Button size="xs" leftSection={<IconArrowMerge size={14} aria-hidden />} onClick={merge}>{t("Merge…")}</Button>}
      </div>
    </li>
  );
}

function Duplicates({ object }: { object: UiObject }) {
  const groups = useGroups(object.name);
  const search = useSearch(object.name);
  const [merging, setMerging] = useState<Group | null>(null);
  const find = <Button leftSection={<IconSearch size={14} aria-hidden />} loading={search.running} onClick={() => void search.start()}>{t("Look for duplicates")}</Button>;
  return (
    <SetupPage title={t("Duplicates: {objects}", { objects: object.plural })} back={{ to: `/o/${object.name}`, label: object.plural }} about={t("Records that are likely the same thing, the surest first.")} actions={find}>
      {search.running && <Progress mb="md" value={search.progress} animated aria-label={t("The search is under way")} />}
      {search.error && <Alert mb="md" color="red" variant="light">{search.error}</Alert>}
      <Loaded asked={groups}>
        {(all) => all.length ? (
          <ul className={classes.groups} aria-label={t("Likely the same")}>
            {all.map((group) => <OneGroup key={group.id} object={object} group={group} merge={() => setMerging(group)} />)}
          </ul>
        ) : <Empty>{search.over && !search.error ? t("The search has found nothing that is there twice.") : t("Nothing is waiting here. A search goes through the records that you see and leaves groups that are likely the same: merge them, or say that they are not.")}</Empty>}
      </Loaded>
      {merging && <MergeRecords object={object} group={merging} close={() => setMerging(null)} />}
    </SetupPage>
  );
}

export default function DuplicatesPage() {
  const { object: name = "" } = useParams();
  const object = useObject(name);
  return object?.rights.edit ? <Duplicates key={name} object={object} /> : <NotFound />;
}
