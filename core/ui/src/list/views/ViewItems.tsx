// What can be done with the view: save as, rename, share, lock, open lists with it, delete, copy the link.
import { Menu } from "@mantine/core";
import { IconDeviceFloppy, IconHome, IconLink, IconLock, IconLockOpen, IconPencil, IconTrash, IconUsers } from "@tabler/icons-react";
import { notice, noticeProblem, noticeUndo } from "../../app/notices";
import { t } from "../../i18n";
import type { ListState } from "../useListState";
import { askForView } from "./SaveDialog";
import { deleteView, lockView, openWith, renameView, restoreView, shareView } from "./saving";
import { askSaveAs } from "./ViewTabs";

async function copyLink(): Promise<void> {
  await navigator.clipboard.writeText(location.href);
  notice(t("Link copied"));
}

async function remove({ base, choose }: ListState): Promise<void> {
  await deleteView(base);
  choose("");
  noticeUndo(t("View deleted: {name}", { name: base.label }), () => restoreView(base));
}

async function lock({ base }: ListState): Promise<void> {
  await lockView(base, !base.locked);
  notice(base.locked ? t("Unlocked: {name}", { name: base.label }) : t("Locked: {name}", { name: base.label }));
}

async function open({ object, mark, base }: ListState, isOpening: boolean): Promise<void> {
  await openWith(object.name, mark, isOpening ? null : base);
  notice(isOpening ? t("Lists open as for everybody") : t("Lists open with: {name}", { name: base.label }));
}

/** For those who own the view. */
function OwnItems({ state }: { state: ListState }) {
  const { base } = state;
  const rename = () => askForView(t("Rename the view"), base.label, (label) => renameView(base, label), { name: true, audience: false });
  const share = () => askForView(t("Share the view"), base.label, (_, audience) => shareView(base, audience), { name: false, audience: true }, { kind: base.shared ? "everybody" : "me" });
  return (
    <>
      <Menu.Item leftSection={<IconPencil size={15} />} onClick={rename}>
        {t("Rename the view")}
      </Menu.Item>
      <Menu.Item leftSection={<IconUsers size={15} />} onClick={share}>
        {t("Share the view")}
      </Menu.Item>
      <Menu.Item leftSection={base.locked ? <IconLockOpen size={15} /> : <IconLock size={15} />} onClick={() => void lock(state).catch(noticeProblem)}>
        {base.locked ? t("Unlock the view") : t("Lock the view")}
      </Menu.Item>
      <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => void remove(state).catch(noticeProblem)}>
        {t("Delete the view")}
      </Menu.Item>
    </>
  );
}

export function ViewItems({ state }: { state: ListState }) {
  const { base, mark } = state;
  const isOpening = mark?.opens === base.name;
  return (
    <>
      <Menu.Item leftSection={<IconDeviceFloppy size={15} />} onClick={() => askSaveAs(state)}>
        {t("Save as a new view")}
      </Menu.Item>
      {base.name && (
        <Menu.Item leftSection={<IconHome size={15} />} onClick={() => void open(state, isOpening).catch(noticeProblem)}>
          {isOpening ? t("Don't open lists with this view") : t("Open lists with this view")}
        </Menu.Item>
      )}
      {base.mine && <OwnItems state={state} />}
      <Menu.Item leftSection={<IconLink size={15} />} onClick={() => void copyLink().catch(noticeProblem)}>
        {t("Copy the link")}
      </Menu.Item>
    </>
  );
}
