// A page that a plugin draws itself.
import { useParams } from "react-router";
import { useCatalogue } from "../api/client";
import { NotFound } from "../app/NotFound";
import { PanelFrame } from "./PanelFrame";
import classes from "./Panel.module.css";

export default function PanelPage() {
  const { panel: name = "" } = useParams();
  const panel = useCatalogue().panels[name];
  if (panel?.place !== "page") return <NotFound />;
  return (
    <section className={classes.page} aria-label={panel.label}>
      <h1 className="dg-hidden">{panel.label}</h1>
      <div className={classes.whole}><PanelFrame key={name} panel={panel} whole /></div>
    </section>
  );
}
