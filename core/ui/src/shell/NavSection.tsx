// A group of links that folds, and stays folded for this user.
import { UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useId, type ReactNode } from "react";
import { useStored } from "../lib/stored";
import classes from "./Navigation.module.css";

export function NavSection({ name, label, collapsed, children }: { name: string; label: string; collapsed?: boolean; children: ReactNode }) {
  const [folded, setFolded] = useStored(`sidebar.folded.${name}`, false);
  const id = useId();
  if (collapsed) return <div className={classes.section}>{children}</div>;
  return (
    <div className={classes.section}>
      <UnstyledButton className={classes.heading} aria-expanded={!folded} aria-controls={id} onClick={() => setFolded(!folded)}>
        <span className="dg-ellipsis">{label}</span>
        <IconChevronDown className={classes.chevron} data-folded={folded || undefined} size={12} />
      </UnstyledButton>
      <div id={id} hidden={folded}>
        {children}
      </div>
    </div>
  );
}
