// The panels on a record's page, in the order of its layout.
import { useCatalogue } from "../api/client";
import { useRecordPage } from "../record/RecordContext";
import { PanelFrame } from "./PanelFrame";
import classes from "./Panel.module.css";

export default function RecordPanels({ names }: { names: string[] }) {
  const { panels } = useCatalogue();
  const { record } = useRecordPage();
  return names.map((name) => panels[name]).filter((panel) => panel !== undefined).map((panel) => (
    <section key={panel.name} className={classes.section} aria-label={panel.label}>
      <h2>{panel.label}</h2>
      <PanelFrame panel={panel} record={record} />
    </section>
  ));
}
