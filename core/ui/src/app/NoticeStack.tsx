// Shows the notices; each goes by itself, but never while the pointer or the focus is on them.
import { Button, CloseButton } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { t } from "../i18n";
import { act, dismiss, notices, type Notice } from "./notices";
import classes from "./NoticeStack.module.css";

function Line({ notice, isHeld }: { notice: Notice; isHeld: boolean }) {
  const { id, kind, message, stays, action } = notice;
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = window.setTimeout(() => dismiss(id), stays);
    return () => window.clearTimeout(timer);
  }, [id, stays, isHeld]);
  const Sign = kind === "problem" ? IconAlertCircle : IconCircleCheck;
  return (
    <div className={classes.notice} data-kind={kind} role={kind === "problem" ? "alert" : undefined}>
      <Sign className={classes.sign} size={18} stroke={1.75} />
      <span className={classes.message}>{message}</span>
      {action && (
        <Button variant="light" size="compact-xs" flex="none" onClick={() => void act(notice)}>
          {action.label}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t("Close")} onClick={() => dismiss(id)} />
    </div>
  );
}

export function NoticeStack() {
  const shown = notices.use();
  const [isHeld, hold] = useState(false);
  const holds = { onMouseEnter: () => hold(true), onMouseLeave: () => hold(false), onFocus: () => hold(true), onBlur: () => hold(false) };
  return (
    <div className={classes.stack} role="status" aria-live="polite" aria-label={t("Notices")} {...holds}>
      {shown.map((one) => (
        <Line key={one.id} notice={one} isHeld={isHeld && shown.length > 0} />
      ))}
    </div>
  );
}
