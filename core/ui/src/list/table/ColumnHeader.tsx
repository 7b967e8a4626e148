// The head of a column: a click sorts (with Shift beside other columns), the menu does the rest.
import { Menu, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconCheck, IconChevronDown, IconEyeOff, IconFilter, IconPin, IconStack2, IconSum } from "@tabler/icons-react";
import type { CustomHeaderProps } from "ag-grid-react";
import { useEffect, useState, type MouseEvent } from "react";
import { wantedFilter } from "../../filter/wanted";
import { t } from "../../i18n";
import { canGroup } from "../../lib/groups";
import type { Path } from "../../lib/paths";
import { figuresOf, figureText, functionLabel, functionsOf } from "../figures";
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

/** The figures below the column: each of them on or off. */
function FigureItems({ path }: { path: Path }) {
  const { view, change, object } = useGrid().state;
  const chosen = figuresOf(object, view.sums).filter(({ field }) => field.name === path.path);
  return functionsOf(path.field).map((word) => {
    const found = chosen.find((figure) => figure.function === word);
    return (
      <Menu.Item key={word} leftSection={<IconSum size={14} />} rightSection={found && <IconCheck size={13} />} onClick={() => change({ sums: toggled(view.sums, found?.text ?? figureText(path.field, word)) })}>
        {t("Below: {figure}", { figure: functionLabel(word) })}
      </Menu.Item>
    );
  });
}

function HeaderMenu({ path }: { path: Path }) {
  const { view, change, object } = useGrid().state;
  const hide = () => change({ columns: view.columns?.filter((one) => one !== path.path) });
  const sort = (descending: boolean) => change({ sort: writeSort([{ path: path.path, descending }]) });
  const isName = path.path === object.name_field;
  const at = (view.columns ?? []).indexOf(path.path) + 1;
  const isLastFrozen = at === (view.frozen ?? 1);
  return (
    <Menu.Dropdown>
      {path.field.sortable && <Menu.Item leftSection={<IconArrowUp size={14} />} onClick={() => sort(false)}>{t("Sort ascending")}</Menu.Item>}
      {path.field.sortable && <Menu.Item leftSection={<IconArrowDown size={14} />} onClick={() => sort(true)}>{t("Sort descending")}</Menu.Item>}
      {path.field.operators.length > 0 && <Menu.Item leftSection={<IconFilter size={14} />} onClick={() => wantedFilter.set(path.path)}>{t("Filter by this")}</Menu.Item>}
      {canGroup(path.field) && <Menu.Item leftSection={<IconStack2 size={14} />} onClick={() => change({ group_by: view.group_by?.split(":")[0] === path.path ? "" : path.path })}>{view.group_by?.split(":")[0] === path.path ? t("Don't group") : t("Group by this")}</Menu.Item>}
      {path.isDirect && functionsOf(path.field).length > 1 && <FigureItems path={path} />}
      {!isName && at > 0 && <Menu.Item leftSection={<IconPin size={14} />} onClick={() => change({ frozen: isLastFrozen ? undefined : at })}>{isLastFrozen ? t("Let all but the name scroll") : t("Freeze up to here")}</Menu.Item>}
      {!isName && <Menu.Item leftSection={<IconEyeOff size={14} />} onClick={hide}>{t("Hide the column")}</Menu.Item>}
    </Menu.Dropdown>
  );
}

/** A list has many columns, and few of their menus are ever opened: each is made by its first click. */
function MoreOf({ path, label }: { path: Path; label: string }) {
  const [isWanted, setWanted] = useState(false);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(isWanted), [isWanted]); // once it is there, so that it knows where the focus was
  const props = { type: "button", className: classes.more, tabIndex: -1, "aria-label": label, "aria-haspopup": "menu" } as const;
  if (!isWanted) return <button {...props} onClick={() => setWanted(true)}><IconChevronDown size={13} /></button>;
  return (
    <Menu position="bottom-start" width={220} withinPortal returnFocus opened={isOpen} onChange={setOpen}>
      <Menu.Target>
        <button {...props} autoFocus><IconChevronDown size={13} /></button>
      </Menu.Target>
      <HeaderMenu path={path} />
    </Menu>
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
      <MoreOf path={path} label={t("Menu of {field}", { field: displayName })} />
    </div>
  );
}
