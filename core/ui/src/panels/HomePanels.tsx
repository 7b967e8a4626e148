// The panels on the first page.
import { Section } from "../home/Section";
import type { UiPanel } from "../api/types";
import { PanelFrame } from "./PanelFrame";

export default function HomePanels({ panels }: { panels: UiPanel[] }) {
  return panels.map((panel) => <Section key={panel.name} title={panel.label}><PanelFrame panel={panel} /></Section>);
}
