// The way around on a phone, under the thumb.
import { UnstyledButton } from "@mantine/core";
import { IconHome, IconMenu2, IconPlus, IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLocation, useNavigate } from "react-router";
import { t } from "../i18n";
import { Icon } from "../icons/Icon";
import classes from "./BottomBar.module.css";
import { useCreatable, useCreateAndOpen } from "./NewButton";
import { showOverlay } from "./overlay";
import { objectPath, useMenu } from "./places";

function Tab({ label, current, run, children }: { label: string; current?: boolean; run: () => void; children: ReactNode }) {
  return (
    <UnstyledButton className={classes.tab} data-current={current || undefined} aria-current={current ? "page" : undefined} onClick={run}>
      {children}
      <span className="dg-ellipsis">{label}</span>
    </UnstyledButton>
  );
}

/** Creates what the page shows; elsewhere the palette offers everything that can be created. */
function useCreateHere(): () => void {
  const { pathname } = useLocation();
  const object = useCreatable().find((one) => pathname.startsWith(objectPath(one.name)));
  const create = useCreateAndOpen();
  return () => (object ? void create(object.name) : showOverlay("palette"));
}

export function BottomBar({ openMenu }: { openMenu: () => void }) {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const create = useCreateHere();
  const first = useMenu()[0]?.objects[0];
  return (
    <nav className={classes.bar} aria-label={t("Main menu")}>
      <Tab label={t("Home")} current={pathname === "/"} run={() => void navigate("/")}>
        <IconHome size={21} stroke={1.6} />
      </Tab>
      {first && (
        <Tab label={first.plural} current={pathname.startsWith(objectPath(first.name))} run={() => void navigate(objectPath(first.name))}>
          <Icon name={first.icon} size={21} stroke={1.6} />
        </Tab>
      )}
      <UnstyledButton className={classes.plus} aria-label={t("New")} onClick={create}>
        <IconPlus size={22} />
      </UnstyledButton>
      <Tab label={t("Search")} run={() => showOverlay("palette")}>
        <IconSearch size={21} stroke={1.6} />
      </Tab>
      <Tab label={t("Menu")} run={openMenu}>
        <IconMenu2 size={21} stroke={1.6} />
      </Tab>
    </nav>
  );
}
