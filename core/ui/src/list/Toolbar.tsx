// What can be done with the whole list: find, filter, sort, choose columns, change the form, create.
import { ActionIcon, Button, Group, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown, IconDots, IconPlus } from "@tabler/icons-react";
import { createRecord } from "../app/create";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { CleaningItem } from "./CleaningItem";
import { ColumnsPanel } from "./ColumnsPanel";
import type { Listing } from "./data";
import { DuplicatesItem } from "./DuplicatesItem";
import { ExportItem } from "./ExportItem";
import { ImportItem } from "./ImportItem";
import { FilterButton } from "./FilterButton";
import { FORMS, formOf, formsOf } from "./forms";
import { SearchBox } from "./SearchBox";
import { FormPanel } from "./settings/FormPanel";
import { SortPanel } from "./SortPanel";
import { ToolbarSlots } from "./ToolbarSlots";
import classes from "./Toolbar.module.css";
import type { ListState } from "./useListState";
import { ViewItems } from "./views/ViewItems";

function FormSwitch({ state }: { state: ListState }) {
  const { object, view, change } = state;
  const forms = formsOf(object, view);
  const current = FORMS[formOf(object, view)];
  if (forms.length < 2) return null;
  return (
    <Menu position="bottom-start" width={190}>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<current.icon size={15} stroke={1.75} />} rightSection={<IconChevronDown size={13} />} aria-label={t("Form of the list: {form}", { form: current.label() })}>
          {current.label()}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {forms.map((name) => {
          const { icon: Shown, label } = FORMS[name];
          const isCurrent = FORMS[name] === current;
          return (
            <Menu.Item key={name} leftSection={<Shown size={15} stroke={1.75} />} rightSection={isCurrent && <IconCheck size={14} />} onClick={() => change({ form: name })}>
              {label()}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
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
        <DuplicatesItem object={state.object} />
        <CleaningItem state={state} />
        {listing.object.rights.create && <ImportItem object={listing.object.name} />}
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
  const form = formOf(state.object, state.view);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("Tools of the list")}>
      <SearchBox q={state.q} search={state.search} />
      <Group gap={6} wrap="nowrap" className={classes.tools}>
        <FilterButton state={state} />
        {form !== "pivot" && <SortPanel state={state} />}
        {(form === "table" || form === "calendar") && <ColumnsPanel state={state} />}
        <FormPanel key={form} state={state} />
        <FormSwitch state={state} />
        <More state={state} listing={listing} />
      </Group>
      <span className={classes.space} />
      <ToolbarSlots object={state.object} />
      {!isPhone && <CreateButton state={state} />}
    </div>
  );
}
