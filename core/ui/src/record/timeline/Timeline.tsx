// One feed of everything that happened with a record, what is planned above it, and a place to add on top.
import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useState } from "react";
import type { TimelineItem } from "../../api/types";
import { t } from "../../i18n";
import { useRecordPage } from "../RecordContext";
import { Composer } from "./Composer";
import { isPast, useTimeline } from "./data";
import { NextSteps } from "./NextSteps";
import { TimelineEntry } from "./TimelineEntry";
import classes from "./Timeline.module.css";

type Kind = TimelineItem["kind"] | "all";

function Filter({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const choices: { value: Kind; label: string }[] = [
    { value: "all", label: t("All") },
    { value: "activity", label: t("Activities") },
    { value: "comment", label: t("Comments") },
    { value: "file", label: t("Files") },
    { value: "change", label: t("Changes") },
  ];
  return <SegmentedControl size="xs" withItemsBorders={false} classNames={{ root: classes.filter, label: classes.filterLabel }} value={kind} onChange={(value) => onChange(value as Kind)} data={choices} aria-label={t("Show in the timeline")} />;
}

function Past() {
  const { object, id } = useRecordPage();
  const [kind, setKind] = useState<Kind>("all");
  const timeline = useTimeline(object.name, id);
  const items = timeline.data?.pages.flatMap((page) => page.data).filter(isPast).filter((item) => kind === "all" || item.kind === kind) ?? [];
  return (
    <section aria-label={t("Timeline")}>
      <div className={classes.pastHead}>
        <h2 className={classes.heading}>{t("Timeline")}</h2>
        <Filter kind={kind} onChange={setKind} />
      </div>
      {timeline.isPending && [70, 50, 60].map((width) => <Skeleton key={width} h={14} my={14} w={`${width}%`} />)}
      {timeline.isSuccess && items.length === 0 && <p className={classes.none}>{t("Nothing here yet.")}</p>}
      <ol className={classes.entries}>{items.map((item) => <TimelineEntry key={`${item.kind} ${item.id}`} item={item} />)}</ol>
      {timeline.hasNextPage && <Button variant="subtle" color="gray" fullWidth mt="xs" loading={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>{t("Show earlier")}</Button>}
    </section>
  );
}

export function Timeline() {
  return (
    <div className={classes.timeline}>
      <Composer />
      <NextSteps />
      <Past />
    </div>
  );
}
