// The panels of plugins on a record's page: which, in what order.
import { MultiSelect } from "@mantine/core";
import { useCatalogue } from "../../api/client";
import { t } from "../../i18n";
import { Section } from "../kit/page";

interface PanelsEditorProps {
  object: string;
  /** All that plugins have for the object, where the layout names none. */
  panels: string[] | undefined;
  onChange: (panels: string[]) => void;
}

export function PanelsEditor({ object, panels, onChange }: PanelsEditorProps) {
  const offered = Object.values(useCatalogue().panels).filter((panel) => panel.place === "record" && panel.object === object);
  if (!offered.length) return null;
  return (
    <Section title={t("Panels of plugins")}>
      <MultiSelect aria-label={t("Panels of plugins")} data={offered.map(({ name, label }) => ({ value: name, label }))} value={panels ?? offered.map(({ name }) => name)} onChange={onChange} />
    </Section>
  );
}
