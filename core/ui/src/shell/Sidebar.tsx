// The way around: home, favourites, the tenant's groups of objects, recent records, setup.
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from "@tabler/icons-react";
import { useMe } from "../api/client";
import mark from "../app/mark.svg";
import { t } from "../i18n";
import { useStored } from "../lib/stored";
import { Navigation } from "./Navigation";
import classes from "./Sidebar.module.css";

function Collapse({ collapsed, toggle }: { collapsed: boolean; toggle: () => void }) {
  const label = collapsed ? t("Expand the sidebar") : t("Collapse the sidebar");
  const Shown = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <Tooltip label={label} position="right">
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} aria-expanded={!collapsed} onClick={toggle}>
        <Shown size={16} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}

export function Sidebar() {
  const { tenant } = useMe();
  const [collapsed, setCollapsed] = useStored("sidebar.collapsed", false);
  return (
    <div className={classes.sidebar} data-collapsed={collapsed || undefined}>
      <div className={classes.head}>
        {!collapsed && (
          <span className={classes.tenant}>
            <img src={mark} alt="" width={22} height={22} />
            <b className="dg-ellipsis" title={tenant.name}>{tenant.name}</b>
          </span>
        )}
        <Collapse collapsed={collapsed} toggle={() => setCollapsed(!collapsed)} />
      </div>
      <Navigation collapsed={collapsed} />
    </div>
  );
}
