// A look at a record beside its list: the same head, fields and timeline, in one narrow column.
import { ActionIcon, CloseButton, Tooltip } from "@mantine/core";
import { IconArrowsDiagonal } from "@tabler/icons-react";
import { Link } from "react-router";
import { t } from "../i18n";
import { RecordProvider, useRecordPage } from "./RecordContext";
import { RecordHeader } from "./RecordHeader";
import { RecordBody } from "./RecordPage";
import classes from "./SidePanel.module.css";

function Bar({ onClose }: { onClose: () => void }) {
  const { object, id } = useRecordPage();
  return (
    <div className={classes.bar}>
      <span className={classes.kind}>{object.label}</span>
      <Tooltip label={t("Open the whole page (Enter)")}>
        <ActionIcon component={Link} to={`/o/${object.name}/${id}`} variant="subtle" color="gray" size={26} aria-label={t("Open the whole page")}><IconArrowsDiagonal size={15} aria-hidden /></ActionIcon>
      </Tooltip>
      <CloseButton size={26} iconSize={16} onClick={onClose} aria-label={t("Close")} />
    </div>
  );
}

export function SidePanel({ object, id, onClose }: { object: string; id: string; onClose: () => void }) {
  return (
    <aside className={classes.panel} aria-label={t("Record")}>
      <RecordProvider object={object} id={id}>
        <Bar onClose={onClose} />
        <div className={classes.scroll}>
          <RecordHeader panel />
          <RecordBody narrow />
        </div>
      </RecordProvider>
    </aside>
  );
}
