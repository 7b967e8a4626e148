// Notices at the foot of the window: done (with undo), and refused.
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { t } from "../i18n";
import { problemText } from "./problem";

export function noticeProblem(error: unknown): void {
  notifications.show({ color: "red", message: problemText(error), autoClose: 8000, role: "alert" });
}

export function notice(message: string): void {
  notifications.show({ message, autoClose: 3500, role: "status" });
}

/** Says what was done and offers to undo it while the notice is shown. */
export function noticeUndo(message: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    autoClose: 9000,
    role: "status",
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <span>{message}</span>
        <Button variant="light" size="compact-xs" flex="none" onClick={() => void runUndo(id, undo)}>
          {t("Undo")}
        </Button>
      </Group>
    ),
  });
}

async function runUndo(id: string, undo: () => Promise<unknown>): Promise<void> {
  notifications.hide(id);
  try {
    await undo();
  } catch (error) {
    noticeProblem(error);
  }
}
