// One link of the sidebar.
import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import classes from "./Navigation.module.css";

interface NavItemProps {
  to: string;
  end?: boolean;
  label: string;
  icon: ReactNode;
  /** How much waits there. */
  count?: number;
  collapsed?: boolean;
  /** Whether the link is the current page, where the path alone doesn't tell. */
  current?: boolean;
  onGo?: () => void;
}

export function NavItem({ to, end, label, icon, count = 0, collapsed, current, onGo }: NavItemProps) {
  const mark = (isActive: boolean) => ((current ?? isActive) ? `${classes.item} ${classes.current}` : (classes.item ?? ""));
  const link = (
    <NavLink to={to} end={end} className={({ isActive }) => mark(isActive)} aria-label={collapsed ? label : undefined} onClick={onGo}>
      <span className={classes.icon}>{icon}</span>
      {!collapsed && <span className="dg-ellipsis">{label}</span>}
      {!collapsed && count > 0 && <span className={classes.count}>{count > 99 ? "99+" : count}</span>}
    </NavLink>
  );
  return collapsed ? (
    <Tooltip label={label} position="right" openDelay={100}>
      {link}
    </Tooltip>
  ) : (
    link
  );
}
