// The line under the top bar: that there is no connection and how old the page is, that a newer build is here.
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCloudUp, IconRefresh, IconWifiOff } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { useLocation } from "react-router";
import { formatMoment } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { loadPart, t } from "../i18n";
import { connection, turnPage } from "./connection";
import { followWho } from "./kept";
import classes from "./StatusLine.module.css";
import { install, takeNewBuild, waiting } from "./update";
import { useReturn, useSending } from "./useReturn";
import { useTakeAlong } from "./useTakeAlong";
import { waitingChanges } from "./waiting";

const WaitingPanel = lazy(async () => {
  const [panel] = await Promise.all([import("../waiting/WaitingPanel"), loadPart("waiting")]);
  return panel;
});

const SETTLED = 3000; // milliseconds until a page has what it needs

function Line({ kind, icon, children }: { kind: "news" | "offline" | "trouble"; icon: ReactNode; children: ReactNode }) {
  return <div className={classes.line} data-kind={kind}>{icon}{children}</div>;
}

function NewBuild() {
  if (!waiting.use()) return null;
  return (
    <Line kind="news" icon={<IconRefresh size={16} aria-hidden />}>
      <span>{t("A newer version is here. What you have open goes on working.")}</span>
      <Button variant="light" size="compact-xs" onClick={takeNewBuild}>{t("Use it now")}</Button>
    </Line>
  );
}

function Offline() {
  const { isLost, oldest } = connection.use();
  const locale = useLocale();
  if (!isLost) return null;
  const age = oldest === null ? "" : t("As of {when}.", { when: formatMoment(locale, new Date(oldest).toISOString()) });
  return <Line kind="offline" icon={<IconWifiOff size={16} aria-hidden />}><span><b>{t("No connection.")}</b> {age}</span></Line>;
}

function Changes() {
  const changes = waitingChanges.use();
  const [opened, setOpened] = useState(false);
  const troubled = changes.filter((one) => one.state !== "waiting").length;
  if (changes.length === 0 && !opened) return null;
  const Sign = troubled ? IconAlertTriangle : IconCloudUp;
  return (
    <Line kind={troubled ? "trouble" : "offline"} icon={<Sign size={16} aria-hidden />}>
      <span>{troubled ? t("{count} changes need you", { count: troubled }) : t("{count} changes wait to be sent", { count: changes.length })}</span>
      <Button variant="light" size="compact-xs" color={troubled ? "red" : undefined} onClick={() => setOpened(true)}>{t("Show")}</Button>
      {opened && <Suspense><WaitingPanel onClose={() => setOpened(false)} /></Suspense>}
    </Line>
  );
}

function useInstall(): void {
  useEffect(() => {
    const timer = window.setTimeout(() => void install(), SETTLED);
    return () => window.clearTimeout(timer);
  }, []);
}

export function StatusLine() {
  const { pathname } = useLocation();
  useInstall();
  useReturn();
  useSending();
  useTakeAlong();
  useEffect(followWho, []);
  useEffect(turnPage, [pathname]);
  return (
    <div role="status">
      <Offline />
      <Changes />
      <NewBuild />
    </div>
  );
}
