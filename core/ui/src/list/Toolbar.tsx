// What can be done with the whole list: find, filter, sort, choose columns, change the form, create.
import { ActionIcon, Button, Group, Menu, SegmentedControl, Tooltip } from "@mantine/core";
import { IconCalendar, IconDots, IconLayoutKanban, IconPlus, IconTable } from "@tabler/icons-react";
import type { UiView } from "../api/types";
import { createRecord } from "../app/create";
import { dateField } from "../calendar/days";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { BoardPanel } from "./BoardPanel";
import { ColumnsPanel } from "./ColumnsPanel";
import type { Listing } from "./data";
import { ExportItem } from "./ExportItem";
import { FilterButton } from "./FilterButton";
import { SearchBox } from "./SearchBox";
import { SortPanel } from "./SortPanel";
import { ToolbarSlots } from "./ToolbarSlots";
import classes from "./Toolbar.module.css";
import type { ListState } from "./useListState";
import { groupField } from "./view";
import { ViewItems } from "./views/ViewItems";

function FormSwitch({ state }: { state: ListState }) {
  const { object, view, change } = state;
  const canBoard = groupField(object, view) !== undefined;
  const canCalendar = dateField(object, view) !== undefined;
  if (!canBoard && !canCalendar) return null;
  const label = (Shown: typeof IconTable, text: string) => (
    <Tooltip label={text}>
      <span className={classes.form}>
        <Shown size={15} stroke={1.75} />
        <span className="dg-hidden">{text}</span>
      </span>
    </Tooltip>
  );
  const forms = [
    { value: "table", label: label(IconTable, t("Table")) },
    ...(canBoard ? [{ value: "board", label: label(IconLayoutKanban, t("Board")) }] : []),
    ...(canCalendar ? [{ value: "calendar", label: label(IconCalendar, t("Calendar")) }] : []),
  ];
  const current = forms.some((form) => form.value === view.form) ? view.form : "table";
  return <SegmentedControl size="xs" aria-label={t("Form of the list")} data={forms} value={current} onChange={(form) => change({ form: form as UiView["form"] })} />;
}

function More({ state, listing }: { state: ListState; listing: Listing }) {
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t("More")}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <ViewItems state={state} />
        <Menu.Divider />
        <ExportItem listing={listing} />
      </Menu.Dropdown>
    </Menu>
  );
}

function CreateButton({ state: { object } }: { state: ListState }) {
  if (!object.rights.create) return null;
  return (
    <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => void createRecord(object.name)} aria-keyshortcuts="c">
      {object.label}
    </Button>
  );
}

export function Toolbar({ state, listing }: { state: ListState; listing: Listing }) {
  const isPhone = useIsPhone();
  const isBoard = state.view.form === "board";
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("Tools of the list")}>
      <SearchBox q={state.q} search={state.search} />
      <Group gap={6} wrap="nowrap" className={classes.tools}>
        <FilterButton state={state} />
        <SortPanel state={state} />
        {isBoard ? <BoardPanel state={state} /> : <ColumnsPanel state={state} />}
        <FormSwitch state={state} />
        <More state={state} listing={listing} />
      </Group>
      <span className={classes.space} />
      <ToolbarSlots object={state.object} />
      {!isPhone && <CreateButton state={state} />}
    </div>
  );
}
