// Logs or plans an activity in a dialog, wherever on the page one is: it is opened by a key or from the palette.
import { t } from "../../i18n";
import { nameOf } from "../data";
import { useRecordPage } from "../RecordContext";
import { RecordDialog } from "../RecordDialog";
import { ActivityForm } from "./ActivityForm";
import classes from "../form.module.css";
import { kindOf, useActivity } from "./kinds";

export function LogDialog({ kind, onClose }: { kind: string; onClose: () => void }) {
  const { object, record } = useRecordPage();
  const { activity, kinds } = useActivity();
  if (!activity) return null;
  const title = t("{kind}: {name}", { kind: kindOf(kinds, kind)?.label ?? "", name: nameOf(object, record) });
  return (
    <RecordDialog title={title} size={520} padding={0} classNames={{ header: classes.header }} onClose={onClose}>
      <ActivityForm activity={activity} kind={kind} onClose={onClose} />
    </RecordDialog>
  );
}
