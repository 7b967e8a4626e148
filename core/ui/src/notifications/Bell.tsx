// The bell: how much is unread, and what it is.
import { ActionIcon, Button, Skeleton } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { t } from "../i18n";
import { PopPanel } from "../lib/PopPanel";
import classes from "./Bell.module.css";
import { useMarkAllRead, useUnread } from "./data";

const Lines = lazy(() => import("./Lines"));

export function Bell() {
  const [opened, setOpened] = useState(false);
  const unread = useUnread();
  const markAll = useMarkAllRead();
  const label = unread ? t("Notifications: {count} unread", { count: unread }) : t("Notifications");
  const target = (
    <ActionIcon className={classes.bell} variant="subtle" color="gray" size="md" aria-label={label} aria-expanded={opened} onClick={() => setOpened(!opened)}>
      <IconBell size={18} stroke={1.6} />
      {unread > 0 && <span className={classes.count}>{unread > 99 ? "99+" : unread}</span>}
    </ActionIcon>
  );
  return (
    <PopPanel title={t("Notifications")} opened={opened} setOpened={setOpened} target={target} width={396}>
      <div className={classes.panel}>
        <div className={classes.head}>
          {t("Notifications")}
          {unread > 0 && <Button variant="subtle" size="compact-xs" onClick={() => void markAll()}>{t("Mark all as read")}</Button>}
        </div>
        {opened && <Suspense fallback={<Skeleton h={90} />}><Lines close={() => setOpened(false)} /></Suspense>}
      </div>
    </PopPanel>
  );
}
