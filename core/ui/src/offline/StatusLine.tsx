// The line under the top bar: that a newer build is here.
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useEffect, type ReactNode } from "react";
import { t } from "../i18n";
import classes from "./StatusLine.module.css";
import { install, takeNewBuild, waiting } from "./update";

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

export function StatusLine() {
  useEffect(() => {
    const timer = window.setTimeout(() => void install(), SETTLED);
    return () => window.clearTimeout(timer);
  }, []);
  return <div role="status"><NewBuild /></div>;
}
