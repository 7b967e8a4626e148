// A panel that a button opens: below it on a desk, from the foot of the screen on a phone.
import { Drawer, Popover } from "@mantine/core";
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { t } from "../i18n";
import { useIsPhone } from "./screen";
import { useKeptFocus } from "./useKeptFocus";
import { useLeave } from "./useLeave";

interface PopPanelProps {
  title: string;
  opened: boolean;
  setOpened: (opened: boolean) => void;
  target: ReactNode;
  width?: number | "max-content";
  children: ReactNode;
}

const stay = (): void => undefined; // a drawer closes itself

function Inside({ leave, children }: { leave: () => void; children: ReactNode }) {
  const box = useLeave<HTMLDivElement>(leave);
  useKeptFocus(box);
  return <div ref={box}>{children}</div>;
}

/** The first Escape is for what is dropped down inside; Popover's own would take the focus away and leave the panel open. */
function useEscape(leave: () => void) {
  const dropped = useRef(false);
  const onKeyDownCapture = ({ target }: KeyboardEvent) => {
    dropped.current = target instanceof Element && target.getAttribute("aria-expanded") === "true";
  };
  const onKeyDown = ({ key, defaultPrevented }: KeyboardEvent) => {
    if (key === "Escape" && !dropped.current && !defaultPrevented) leave();
  };
  return { onKeyDownCapture, onKeyDown };
}

export function PopPanel({ title, opened, setOpened, target, width, children }: PopPanelProps) {
  const isPhone = useIsPhone();
  const close = () => setOpened(false);
  const escape = useEscape(close);
  if (isPhone)
    return (
      <>
        {target}
        <Drawer opened={opened} onClose={close} title={title} position="bottom" size="78%" padding="md" closeButtonProps={{ "aria-label": t("Close") }}>
          <Inside leave={stay}>{children}</Inside>
        </Drawer>
      </>
    );
  return (
    <Popover opened={opened} onClose={close} position="bottom-start" width={width ?? "max-content"} trapFocus closeOnEscape={false} closeOnClickOutside={false} returnFocus>
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={title} p="sm" {...escape}>
        <Inside leave={close}>{children}</Inside>
      </Popover.Dropdown>
    </Popover>
  );
}
