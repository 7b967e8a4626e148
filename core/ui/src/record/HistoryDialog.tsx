// Everything that changed on a record, field by field.
import { Loader, Text } from "@mantine/core";
import type { HistoryItem, UiObject } from "../api/types";
import { Face } from "../fields/Face";
import { formatMoment } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { NewValue, OldAndNew } from "./Change";
import classes from "./HistoryDialog.module.css";
import { eventWord, useHistory } from "./history";
import type { DialogProps } from "./RecordActions";
import { useRecordPage } from "./RecordContext";
import { RecordDialog } from "./RecordDialog";

function Item({ item, fields }: { item: HistoryItem; fields: UiObject["fields"] }) {
  const name = item.by?.name ?? t("The system");
  return (
    <li className={classes.item}>
      <Face name={name} size={22} />
      <div className={classes.words}>
        <div><b>{name}</b> {eventWord(item.event)} <span className={classes.when}>{formatMoment(useLocale(), item.at)}</span></div>
        {item.changes.map((change) => (
          <div key={change.field} className={classes.change}><span className={classes.field}>{change.label}</span> {item.event === "created" ? <NewValue field={fields[change.field]} value={change.new} /> : <OldAndNew field={fields[change.field]} old={change.old} now={change.new} />}</div>
        ))}
      </div>
    </li>
  );
}

export function HistoryDialog({ onClose }: DialogProps) {
  const { object, id } = useRecordPage();
  const history = useHistory(object.name, id, true);
  return (
    <RecordDialog title={t("History")} size={620} onClose={onClose}>
      {history.isPending && <Loader size="sm" />}
      {history.data?.length === 0 && <Text c="dimmed">{t("Nothing was changed yet.")}</Text>}
      <ol className={classes.list}>{history.data?.map((item, place) => <Item key={`${item.at}${place}`} item={item} fields={object.fields} />)}</ol>
    </RecordDialog>
  );
}
