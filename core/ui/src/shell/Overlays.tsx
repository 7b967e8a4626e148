// The command palette, the help on shortcuts and the file that is looked at, each loaded when it is first asked for.
import { lazy, Suspense } from "react";
import { useShownFile } from "../files/show";
import { showOverlay, useOverlay } from "./overlay";

const Palette = lazy(() => import("../palette/Palette"));
const Viewer = lazy(() => import("../files/Viewer"));
const ShortcutHelp = lazy(() => import("./ShortcutHelp"));

export function Overlays() {
  const open = useOverlay();
  const file = useShownFile();
  const close = () => showOverlay(null);
  return (
    <Suspense fallback={null}>
      {open === "palette" && <Palette close={close} />}
      {file && <Viewer file={file} />}
      {open === "help" && <ShortcutHelp close={close} />}
    </Suspense>
  );
}
