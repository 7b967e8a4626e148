// The head of a column: a click sorts (with Shift beside other columns), the menu does the rest.
import { ActionIcon, Menu, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconChevronDown, IconEyeOff, IconFilter, IconSum } from "@tabler/icons-react";
import type { CustomHeaderProps } from "ag-grid-react";
import type { MouseEvent } from "react";
import { wantedFilter } from "../../filter/wanted";
import { t } from "../../i18n";
import type { Path } from "../../lib/paths";
import { canBeSummed, summedField } from "../data";
import { nextSort, readSort, writeSort } from "../sorting";
import classes from "./ColumnHeader.module.css";
import { useGrid } from "./context";

type Props = CustomHeaderProps & { path: Path };

function SortMark({ sort, path }: { sort: string | undefined; path: string }) {
  const terms = readSort(sort);
  const at = terms.findIndex((term) => term.path === path);
  if (at < 0) return null;
  const Arrow = terms[at]?.descending ? IconArrowDown : IconArrowUp;
  return (
    <span className={classes.mark}>
      <Arrow size={13} />
      {terms.length > 1 && <small>{at + 1}</small>}
    </span>
  );
}

const toggled = (list: string[] = [], one: string): string[] => (list.includes(one) ? list.filter((item) => item !== one) : [...list, one]);

function HeaderMenu({ path }: { path: Path }) {
  const { view, change, object } = useGrid().state;
  const summed = view.sums?.find((name) => summedField(object, name)?.name === path.path);
  const hide = () => change({ columns: view.columns?.filter((one) => one !== path.path) });
  const sort = (descending: boolean) => change({ sort: writeSort([{ path: path.path, descending }]) });
  return (
    <Menu.Dropdown>
      {path.field.sortable && <Menu.Item leftSection={<IconArrowUp size={14} />} onClick={() => sort(false)}>{t("Sort ascending")}</Menu.Item>}
      {path.field.sortable && <Menu.Item leftSection={<IconArrowDown size={14} />} onClick={() => sort(true)}>{t("Sort descending")}</Menu.Item>}
      {path.field.operators.length > 0 && <Menu.Item leftSection={<IconFilter size={14} />} onClick={() => wantedFilter.set(path.path)}>{t("Filter by this")}</Menu.Item>}
      {path.isDirect && canBeSummed(path.field) && <Menu.Item leftSection={<IconSum size={14} />} onClick={() => change({ sums: toggled(view.sums, summed ?? path.path) })}>{summed ? t("Hide the sum") : t("Show the sum")}</Menu.Item>}
      {path.path !== object.name_field && <Menu.Item leftSection={<IconEyeOff size={14} />} onClick={hide}>{t("Hide the column")}</Menu.Item>}
    </Menu.Dropdown>
  );
}

export function ColumnHeader({ path, displayName }: Props) {
  const { view, change } = useGrid().state;
  const onClick = (event: MouseEvent) => path.field.sortable && change({ sort: nextSort(view.sort, path.path, event.shiftKey) });
  return (
    <div className={classes.head}>
      <UnstyledButton className={classes.label} tabIndex={-1} onClick={onClick} title={path.field.help ?? displayName}>
        <span className="dg-ellipsis">{displayName}</span>
        <SortMark sort={view.sort} path={path.path} />
      </UnstyledButton>
      <Menu position="bottom-start" width={200} withinPortal>
        <Menu.Target>
          <ActionIcon className={classes.more} variant="subtle" color="gray" size={20} tabIndex={-1} data-column-menu aria-label={t("Menu of {field}", { field: displayName })}>
            <IconChevronDown size={13} />
          </ActionIcon>
        </Menu.Target>
        <HeaderMenu path={path} />
      </Menu>
    </div>
  );
}
