// The page of one record: its head, its fields and related lists, and beside them what happened and what is next.
import { Tabs } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { lazy, Suspense } from "react";
import { useParams, useSearchParams } from "react-router";
import { createRecord } from "../app/create";
import { SIGNATURE, usePasting } from "../app/pasting";
import { useShortcuts } from "../app/shortcuts";
import { loadPart, t } from "../i18n";
import { nameOf } from "./data";
import { Details } from "./Details";
import { RecordProvider, useRecordPage } from "./RecordContext";
import { RecordHeader } from "./RecordHeader";
import classes from "./RecordPage.module.css";
import { Related } from "./Related";
import { backReference, useRelated, type RelatedList } from "./relatedLists";
import { RelatedCount } from "./RelatedCount";
import { Timeline } from "./timeline/Timeline";

const FilePreview = lazy(() => import("./FilePreview"));
const RecordPanels = lazy(async () => {
  const [part] = await Promise.all([import("../panels/RecordPanels"), loadPart("panels")]);
  return part;
});

const ApprovalBar = lazy(async () => {
  const [part] = await Promise.all([import("../processes/ApprovalBar"), loadPart("processes")]);
  return part;
});

const DETAILS = "details";
const TIMELINE = "timeline";
const WIDE = "(min-width: 75em)"; // from here on the timeline has a column of its own

function useTab(names: string[]): [string, (name: string | null) => void] {
  const [params, setParams] = useSearchParams();
  const wanted = params.get("tab") ?? DETAILS;
  const choose = (name: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (!name || name === DETAILS) next.delete("tab");
    else next.set("tab", name);
    return next;
  }, { replace: true });
  return [names.includes(wanted) ? wanted : DETAILS, choose];
}

function Overview({ related }: { related: RelatedList[] }) {
  const { layout } = useRecordPage();
  return (
    <>
      <Details />
      {layout?.preview && <Suspense><FilePreview path={layout.preview} /></Suspense>}
      {layout?.panels?.length ? <Suspense><RecordPanels names={layout.panels} /></Suspense> : null}
      {related.length > 0 && <div className={classes.related}>{related.map((list) => <Related key={list.key} list={list} />)}</div>}
    </>
  );
}

/** A signature pasted on this page becomes a person that belongs to the record. */
function usePastedPerson(related: RelatedList[]): void {
  const { object, id, record, refresh } = useRecordPage();
  const list = related.find((one) => one.object.features.includes(SIGNATURE) && one.object.rights.create && one.field.editable);
  usePasting(list ? (text) => void createRecord(list.object.name, backReference(list, object, id, nameOf(object, record)), text).then((made) => made && refresh()) : null);
}

export function RecordBody({ narrow }: { narrow: boolean }) {
  const { layout, id } = useRecordPage();
  const related = useRelated(layout, id);
  usePastedPerson(related);
  const [tab, choose] = useTab([DETAILS, ...(narrow ? [TIMELINE] : []), ...related.map((list) => list.key)]);
  const toTimeline = () => (narrow ? choose(TIMELINE) : document.getElementById(TIMELINE)?.focus());
  useShortcuts([{ keys: "y", label: t("Go to the timeline"), group: t("Record"), run: toTimeline }]);
  return (
    <Tabs value={tab} onChange={choose} keepMounted={false} className={classes.tabs} classNames={{ list: classes.list, tab: classes.tab, panel: classes.panel }}>
      <Tabs.List aria-label={t("Parts of the record")}>
        <Tabs.Tab value={DETAILS}>{t("Overview")}</Tabs.Tab>
        {narrow && <Tabs.Tab value={TIMELINE}>{t("Timeline")}</Tabs.Tab>}
        {related.map((list) => <Tabs.Tab key={list.key} value={list.key} rightSection={<RelatedCount list={list} />}>{list.label}</Tabs.Tab>)}
      </Tabs.List>
      <Tabs.Panel value={DETAILS}><Overview related={related} /></Tabs.Panel>
      {narrow && <Tabs.Panel value={TIMELINE}><div className={classes.padded}><Timeline /></div></Tabs.Panel>}
      {related.map((list) => <Tabs.Panel key={list.key} value={list.key}><div className={classes.padded}><Related list={list} all /></div></Tabs.Panel>)}
    </Tabs>
  );
}

function Page() {
  const { object } = useRecordPage();
  const wide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false }) ?? true;
  return (
    <article className={classes.page} data-wide={wide || undefined}>
      <div className={classes.main}>
        <RecordHeader />
        {(object.decided || object.buttons) && <Suspense><ApprovalBar /></Suspense>}
        <RecordBody narrow={!wide} />
      </div>
      {wide && <aside id={TIMELINE} tabIndex={-1} className={classes.side} aria-label={t("Timeline")}><Timeline /></aside>}
    </article>
  );
}

export default function RecordPage() {
  const { object = "", id = "" } = useParams();
  return <RecordProvider object={object} id={id}><Page /></RecordProvider>;
}
