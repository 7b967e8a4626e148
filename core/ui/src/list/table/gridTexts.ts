// The few texts that the grid itself says, to screen readers.
import { t } from "../../i18n";

export const gridTexts = (): Record<string, string> => ({
  ariaRowSelect: t("Press Space to select this record"),
  ariaRowDeselect: t("Press Space to deselect this record"),
  ariaRowToggleSelection: t("Press Space to select or deselect this record"),
  ariaRowSelectAll: t("Press Space to select or deselect all loaded records"),
  ariaChecked: t("selected"),
  ariaUnchecked: t("not selected"),
  ariaIndeterminate: t("partly selected"),
  ariaSelectionColumn: t("Selection"),
  ariaHeaderSelection: t("Selection"),
});
