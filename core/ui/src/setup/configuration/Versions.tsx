// How a definition came to be what it is, version by version, and the way back to any of them.
import { Button, Code, Collapse, Text, UnstyledButton } from "@mantine/core";
import { IconRotate } from "@tabler/icons-react";
import { useState } from "react";
import { Face } from "../../fields/Face";
import { formatMoment } from "../../fields/format/date";
import { useLocale } from "../../fields/useLocale";
import { t } from "../../i18n";
import { reverting, useChange, useVersions, type Change, type VersionItem } from "../kit/meta";
import { Empty, Loaded } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import classes from "./Versions.module.css";

function Version({ item, current, onRevert }: { item: VersionItem; current: boolean; onRevert: () => void }) {
  const locale = useLocale();
  const [opened, setOpened] = useState(false);
  const name = item.by?.name ?? t("The system");
  return (
    <li className={classes.version}>
      <div className={classes.line}>
        <span className={classes.number}>{t("Version {number}", { number: item.version })}</span>
        <Face name={name} size={20} />
        <span className={classes.who}>{name}<Text span size="xs" c="dimmed"> · {formatMoment(locale, item.at)}{item.note ? ` · ${item.note}` : ""}{item.retired ? ` · ${t("put away")}` : ""}</Text></span>
        {item.document && <UnstyledButton className={classes.toggle} aria-expanded={opened} onClick={() => setOpened(!opened)}>{opened ? t("Hide") : t("Show")}</UnstyledButton>}
        {current ? <span className={classes.current}>{t("in force")}</span> : <Button variant="subtle" size="compact-xs" leftSection={<IconRotate size={13} aria-hidden />} onClick={onRevert}>{t("Bring back")}</Button>}
      </div>
      {item.document && <Collapse expanded={opened}><Code block className={classes.document}>{JSON.stringify(item.document, null, 2)}</Code></Collapse>}
    </li>
  );
}

function VersionList({ kind, name, items, change }: { kind: string; name: string; items: VersionItem[]; change: Change }) {
  if (!items.length) return <Empty>{t("You have changed nothing here yet. Your own changes will be listed, each with the way back.")}</Empty>;
  const latest = Math.max(...items.map((item) => item.version));
  return (
    <ol className={classes.list}>
      {items.map((item) => <Version key={item.version} item={item} current={item.version === latest} onRevert={() => void change.propose(reverting(kind, name, item.version))} />)}
    </ol>
  );
}

export function Versions({ kind, name }: { kind: string; name: string }) {
  const versions = useVersions(kind, name);
  const change = useChange();
  return (
    <>
      <Refusals change={change} />
      <Loaded asked={versions}>{(items) => <VersionList kind={kind} name={name} items={items} change={change} />}</Loaded>
      <PlanDialog change={change} title={t("Bring back an earlier version")} />
    </>
  );
}
