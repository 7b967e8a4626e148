// A panel that a button opens: below it on a desk, from the foot of the screen on a phone.
import { Drawer, Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "../i18n";
import { useIsPhone } from "./screen";
import { useLeave } from "./useLeave";

interface PopPanelProps {
  title: string;
  opened: boolean;
  setOpened: (opened: boolean) => void;
  target: ReactNode;
  width?: number | "max-content";
  children: ReactNode;
}

function Inside({ leave, children }: { leave: () => void; children: ReactNode }) {
  const box = useLeave<HTMLDivElement>(leave);
  return <div ref={box}>{children}</div>;
}

export function PopPanel({ title, opened, setOpened, target, width, children }: PopPanelProps) {
  const isPhone = useIsPhone();
  const close = () => setOpened(false);
  if (isPhone)
    return (
      <>
        {target}
        <Drawer opened={opened} onClose={close} title={title} position="bottom" size="78%" padding="md" closeButtonProps={{ "aria-label": t("Close") }}>
          {children}
        </Drawer>
      </>
    );
  return (
    <Popover opened={opened} onClose={close} position="bottom-start" width={width ?? "max-content"} trapFocus closeOnClickOutside={false} returnFocus>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={title} p="sm">
        <Inside leave={close}>{children}</Inside>
      </Popover.Dropdown>
    </Popover>
  );
}
