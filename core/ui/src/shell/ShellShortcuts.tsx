// The shortcuts that hold on every page.
import { useNavigate } from "react-router";
import { useIsAdministrator } from "../api/client";
import { useShortcuts, type Shortcut } from "../app/shortcuts";
import { t } from "../i18n";
import { showOverlay } from "./overlay";
import { lettersOf, objectPath, useMenu } from "./places";

function useGoShortcuts(): Shortcut[] {
  const navigate = useNavigate();
  const groups = useMenu();
  const letters = lettersOf(groups);
  const group = t("Go to");
  const objects = groups.flatMap((one) => one.objects).filter((object) => letters.has(object.name));
  const toObjects = objects.map((object) => ({
    keys: `g ${letters.get(object.name)}`,
    label: object.plural,
    group,
    run: () => void navigate(objectPath(object.name)),
  }));
  return [{ keys: "g h", label: t("Home"), group, run: () => void navigate("/") }, ...toObjects];
}

export function ShellShortcuts() {
  const navigate = useNavigate();
  const go = useGoShortcuts();
  const setup = { keys: "g s", label: t("Setup"), group: t("Go to"), run: () => void navigate("/setup") };
  const general = t("Everywhere");
  const palette = () => showOverlay("palette");
  useShortcuts([
    { keys: "mod+k", label: t("Search and commands"), group: general, run: palette },
    { keys: "/", label: t("Search"), group: general, run: palette },
    { keys: "?", label: t("Keyboard shortcuts"), group: general, run: () => showOverlay("help"), action: true },
    ...go,
    ...(useIsAdministrator() ? [setup] : []),
  ]);
  return null;
}
