// What can be done with the view: save as, rename, delete, copy the link.
import { Menu } from "@mantine/core";
import { IconDeviceFloppy, IconLink, IconPencil, IconTrash } from "@tabler/icons-react";
import { notice, noticeProblem, noticeUndo } from "../../app/notices";
import { t } from "../../i18n";
import type { ListState } from "../useListState";
import { askForView } from "./SaveDialog";
import { deleteView, renameView, restoreView } from "./saving";
import { askSaveAs } from "./ViewTabs";

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    notice(t("Link copied"));
  } catch (error) {
    noticeProblem(error);
  }
}

async function remove({ base, choose }: ListState): Promise<void> {
  try {
    await deleteView(base);
    choose("");
    noticeUndo(t("View deleted: {name}", { name: base.label }), () => restoreView(base));
  } catch (error) {
    noticeProblem(error);
  }
}

export function ViewItems({ state }: { state: ListState }) {
  const rename = () => askForView(t("Rename the view"), state.base.label, (label) => renameView(state.base, label), false);
  return (
    <>
      <Menu.Item leftSection={<IconDeviceFloppy size={15} />} onClick={() => askSaveAs(state)}>
        {t("Save as a new view")}
      </Menu.Item>
      {state.base.id && (
        <Menu.Item leftSection={<IconPencil size={15} />} onClick={rename}>
          {t("Rename the view")}
        </Menu.Item>
      )}
      {state.base.id && (
        <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => void remove(state)}>
          {t("Delete the view")}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconLink size={15} />} onClick={() => void copyLink()}>
        {t("Copy the link")}
      </Menu.Item>
    </>
  );
}
