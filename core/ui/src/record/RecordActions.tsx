// What can be done with a record: edit, the actions of plugins, and the menu of the rest.
import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconArrowsExchange, IconBell, IconBellOff, IconDots, IconHelpCircle, IconHistory, IconLayoutList, IconLink, IconPencil, IconShare, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ComponentType } from "react";
import { Link, useNavigate } from "react-router";
import { keys, useCatalogue, useIsAdministrator } from "../api/client";
import type { UiSlot } from "../api/types";
import { notice, noticeProblem, noticeUndo } from "../app/notices";
import { useShortcuts } from "../app/shortcuts";
import { Icon } from "../icons/Icon";
import { t } from "../i18n";
import { useFollow } from "../notifications/follow";
import { plainlyFalse } from "./plainCondition";
import { deleteRecord, nameOf, restoreRecord } from "./data";
import { useRecordPage } from "./RecordContext";
import classes from "./RecordActions.module.css";
import { SlotDialog } from "./SlotDialog";
import { kindFields, useActivity } from "./timeline/kinds";
import { LogDialog } from "./timeline/LogDialog";

export interface DialogProps {
  onClose: () => void;
}

const dialogs = {
  edit: lazy(async () => ({ default: (await import("./EditDialog")).EditDialog })),
  transfer: lazy(async () => ({ default: (await import("./TransferDialog")).TransferDialog })),
  share: lazy(async () => ({ default: (await import("./ShareDialog")).ShareDialog })),
  explain: lazy(async () => ({ default: (await import("./ExplainDialog")).ExplainDialog })),
  history: lazy(async () => ({ default: (await import("./HistoryDialog")).HistoryDialog })),
} satisfies Record<string, ComponentType<DialogProps>>;
/** Holds the place of a dialog that is being loaded, so that what is typed meanwhile runs no commands. */
const Opening = () => <div role="dialog" aria-modal aria-busy className="dg-hidden" aria-label={t("Opening…")} />;
type DialogName = keyof typeof dialogs;

function useDelete() {
  const { object, id, record } = useRecordPage();
  const client = useQueryClient();
  const go = useNavigate();
  return async () => {
    try {
      await deleteRecord(object.name, id);
      void go(`/o/${object.name}`);
      void client.invalidateQueries({ queryKey: keys.object(object.name), predicate: ({ queryKey }) => !queryKey.includes(id) });
      noticeUndo(t("{name} was deleted", { name: nameOf(object, record) }), async () => {
        await restoreRecord(object.name, id);
        void go(`/o/${object.name}/${id}`);
      });
    } catch (error) {
      noticeProblem(error);
    }
  };
}

function useCopyLink(): () => Promise<void> {
  const { object, id } = useRecordPage();
  return async () => {
    await navigator.clipboard.writeText(`${location.origin}/o/${object.name}/${id}`);
    notice(t("Link copied"));
  };
}

function MoreMenu({ open }: { open: (name: DialogName) => void }) {
  const { object, id, layout } = useRecordPage();
  const administers = useIsAdministrator();
  const layoutAddress = layout?.name ? `/setup/layouts/${layout.name}?record=${id}` : `/setup/layouts?object=${object.name}&new=${object.name}`;
  const [opened, setOpened] = useState(false);
  const { has, follows, toggle } = useFollow(object.name, id, opened);
  const remove = useDelete();
  const copy = useCopyLink();
  return (
    <Menu position="bottom-end" width={230} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label={t("More actions")}><IconDots size={16} aria-hidden /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {"clipboard" in navigator && <Menu.Item leftSection={<IconLink size={15} />} onClick={() => void copy()}>{t("Copy link")}</Menu.Item>}
        {has && <Menu.Item leftSection={follows ? <IconBellOff size={15} /> : <IconBell size={15} />} onClick={() => void toggle()}>{follows ? t("Follow no longer") : t("Follow")}</Menu.Item>}
        <Menu.Item leftSection={<IconHistory size={15} />} onClick={() => open("history")}>{t("History")}</Menu.Item>
        <Menu.Item leftSection={<IconHelpCircle size={15} />} onClick={() => open("explain")}>{t("Who sees this, and why")}</Menu.Item>
        {administers && <Menu.Item component={Link} to={layoutAddress} leftSection={<IconLayoutList size={15} />}>{t("Arrange this page")}</Menu.Item>}
        {object.rights.edit && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconShare size={15} />} onClick={() => open("share")}>{t("Share")}</Menu.Item>
            <Menu.Item leftSection={<IconArrowsExchange size={15} />} onClick={() => open("transfer")}>{t("Transfer to another owner")}</Menu.Item>
          </>
        )}
        {object.rights.delete && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => void remove()}>{t("Delete")}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function useSlots(): UiSlot[] {
  const { object, record } = useRecordPage();
  const fits = (slot: UiSlot) => slot.place === "record.header.action" && (!slot.object || slot.object === object.name);
  return useCatalogue().slots.filter((slot) => fits(slot) && (slot.endpoint || object.rights.edit) && !plainlyFalse(slot.visible_when, record));
}

/** The keys that log a call, plan a task … from anywhere on the page; the palette offers them too. */
function useLogging(): [string | null, () => void] {
  const { object } = useRecordPage();
  const { activity, kinds } = useActivity();
  const [kind, setKind] = useState<string | null>(null);
  const offered = object.features.includes("activities") && activity?.rights.create ? kinds : [];
  useShortcuts(offered.map(({ value, label }) => ({ value, label, keys: kindFields(value).key })).flatMap(({ value, label, keys }) => (
    keys ? [{ keys, label: kindFields(value).usually === "logged" ? t("Log: {kind}", { kind: label }) : t("Plan: {kind}", { kind: label }), group: t("Record"), action: true, run: () => setKind(value) }] : []
  )));
  return [kind, () => setKind(null)];
}

export function RecordActions({ panel }: { panel?: boolean }) {
  const { object } = useRecordPage();
  const [opened, setOpened] = useState<DialogName | null>(null);
  const [slot, setSlot] = useState<UiSlot | null>(null);
  const Dialog = opened && dialogs[opened];
  const [logging, stopLogging] = useLogging();
  useShortcuts(object.rights.edit ? [{ keys: "e", label: t("Edit"), group: t("Record"), action: true, run: () => setOpened("edit") }] : []);
  return (
    <div className={classes.actions}>
      {useSlots().map((one) => (
        <Button key={`${one.plugin} ${one.label}`} variant="light" h={30} leftSection={one.icon ? <Icon name={one.icon} size={15} /> : undefined} onClick={() => setSlot(one)}>{one.label}</Button>
      ))}
      {object.rights.edit && !panel && (
        <Tooltip label={t("Edit all fields (E)")}>
          <Button variant="default" h={30} leftSection={<IconPencil size={14} aria-hidden />} aria-keyshortcuts="e" onClick={() => setOpened("edit")}>{t("Edit")}</Button>
        </Tooltip>
      )}
      <MoreMenu open={setOpened} />
      {Dialog && <Suspense fallback={<Opening />}><Dialog onClose={() => setOpened(null)} /></Suspense>}
      {logging && <LogDialog kind={logging} onClose={stopLogging} />}
      {slot && <SlotDialog slot={slot} onClose={() => setSlot(null)} />}
    </div>
  );
}
