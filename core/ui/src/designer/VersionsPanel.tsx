// The versions of a definition: who made them, how they differ from what is drawn, and the way back.
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { formatMoment } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { reverting, useChange, useVersions, type Document, type VersionItem } from "../setup/kit/meta";
import { Empty, Loaded } from "../setup/kit/page";
import { PlanDialog, Refusals } from "../setup/kit/PlanView";
import { useDesigner } from "./context";
import { differences } from "./diff";
import { DiffList } from "./DiffList";
import classes from "./designer.module.css";
import type { Steps } from "./kinds";
import type { Doc, Kind } from "./model";

interface VersionsProps {
  kind: Kind;
  name: string;
  steps: Steps;
  onTake: (document: Document) => void;
  onReverted: () => void;
}

function Version({ item, isLatest, onTake, onRevert }: { item: VersionItem; isLatest: boolean; onTake: () => void; onRevert: () => void }) {
  const { doc, kind, steps } = useDesigner();
  const locale = useLocale();
  const [compared, setCompared] = useState(false);
  const document = item.document as unknown as Doc | undefined;
  return (
    <li className={classes.result}>
      <div className={classes.resultHead}>
        <strong>{t("Version {number}", { number: item.version })}</strong>
        {isLatest && <Text span size="xs" c="dimmed">{t("in force")}</Text>}
        <Text span size="xs" c="dimmed">{[item.by?.name ?? t("The system"), formatMoment(locale, item.at), item.note].filter(Boolean).join(" · ")}</Text>
      </div>
      <div style={{ display: "flex", flexWrap: "wrap", gap: 4, marginTop: 4 }}>
        {document && <Button variant="subtle" size="compact-xs" aria-expanded={compared} onClick={() => setCompared(!compared)}>{t("Compare with the drawing")}</Button>}
        {document && <Button variant="subtle" size="compact-xs" onClick={onTake}>{t("Take as a draft")}</Button>}
        {!isLatest && <Button variant="subtle" size="compact-xs" onClick={onRevert}>{t("Bring back")}</Button>}
      </div>
      {compared && document && <DiffList found={differences(document, doc, kind, steps)} />}
    </li>
  );
}

export default function VersionsPanel({ kind, name, onTake, onReverted }: VersionsProps) {
  const versions = useVersions(kind, name);
  const change = useChange(onReverted);
  return (
    <>
      <Refusals change={change} />
      <Loaded asked={versions}>
        {(items) => items.length === 0 ? <Empty>{t("You have changed nothing here yet. Your own changes will be listed, each with the way back.")}</Empty> : (
          <ol className={classes.results}>
            {items.map((item) => <Version key={item.version} item={item} isLatest={item.version === Math.max(...items.map((one) => one.version))} onTake={() => item.document && onTake(item.document)} onRevert={() => void change.propose(reverting(kind, name, item.version))} />)}
          </ol>
        )}
      </Loaded>
      <PlanDialog change={change} title={t("Bring back an earlier version")} />
    </>
  );
}
