// The head of a record: what it is, its name, its key figures, its path, and what can be done with it.
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { useShortcuts } from "../app/shortcuts";
import { neighbours } from "../app/walk";
import { tinted } from "../fields/colors";
import { Icon } from "../icons/Icon";
import { t } from "../i18n";
import { InlineField } from "./InlineField";
import { PathSteps } from "./PathSteps";
import { RecordActions } from "./RecordActions";
import { useRecordPage } from "./RecordContext";
import classes from "./RecordHeader.module.css";
import { RecordName } from "./RecordName";

/** Previous and next of the list that the record was opened from: K and J. */
function Walk() {
  const { object, id } = useRecordPage();
  const go = useNavigate();
  const { previous, next, position } = neighbours(object.name, id);
  const to = (other: string | null) => { if (other) void go(`/o/${object.name}/${other}`, { replace: true }); };
  useShortcuts([
    { keys: "j", label: t("Next record"), group: t("Record"), run: () => to(next) },
    { keys: "k", label: t("Previous record"), group: t("Record"), run: () => to(previous) },
  ]);
  if (!position) return null;
  return (
    <span className={classes.walk}>
      <Tooltip label={t("Previous record (K)")}>
        <ActionIcon variant="subtle" color="gray" size={24} disabled={!previous} aria-label={t("Previous record")} aria-keyshortcuts="k" onClick={() => to(previous)}><IconChevronUp size={15} aria-hidden /></ActionIcon>
      </Tooltip>
      <Tooltip label={t("Next record (J)")}>
        <ActionIcon variant="subtle" color="gray" size={24} disabled={!next} aria-label={t("Next record")} aria-keyshortcuts="j" onClick={() => to(next)}><IconChevronDown size={15} aria-hidden /></ActionIcon>
      </Tooltip>
    </span>
  );
}

export function ObjectTile({ size = 34 }: { size?: number }) {
  const { object } = useRecordPage();
  return <span className={classes.tile} style={{ ...tinted(object.color ?? "gray"), width: size, height: size }} aria-hidden><Icon name={object.icon} size={size * 0.55} /></span>;
}

export function KeyFigures() {
  const { object, layout, conditions } = useRecordPage();
  const names = layout?.header ?? [];
  const all = names.includes("owner_id") ? names : [...names, "owner_id"];
  const path = layout?.path ?? object.path;
  const fields = all.map((name) => object.fields[name]).filter((field) => field && field.name !== path && field.name !== object.name_field && conditions(field).visible);
  return (
    <div className={classes.figures}>
      {fields.map((field) => field && <div key={field.name} className={classes.figure}><InlineField field={field} stacked /></div>)}
    </div>
  );
}

export function RecordHeader({ panel }: { panel?: boolean }) {
  return (
    <header className={classes.header} data-panel={panel || undefined}>
      <div className={classes.line}>
        <ObjectTile />
        <div className={classes.titles}><RecordName /></div>
        {!panel && <Walk />}
        <RecordActions panel={panel} />
      </div>
      <KeyFigures />
      <PathSteps />
    </header>
  );
}
