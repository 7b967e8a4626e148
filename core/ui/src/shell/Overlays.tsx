// The command palette and the help on shortcuts, each loaded when it is first asked for.
import { lazy, Suspense } from "react";
import { showOverlay, useOverlay } from "./overlay";

const Palette = lazy(() => import("../palette/Palette"));
const ShortcutHelp = lazy(() => import("./ShortcutHelp"));

export function Overlays() {
  const open = useOverlay();
  const close = () => showOverlay(null);
  return (
    <Suspense fallback={null}>
      {open === "palette" && <Palette close={close} />}
      {open === "help" && <ShortcutHelp close={close} />}
    </Suspense>
  );
}
