// The command palette, the help on shortcuts and the file that is looked at, each loaded when it is first asked for.
import { lazy, Suspense, useEffect } from "react";
import { useShownFile } from "../files/show";
import { showOverlay, useOverlay } from "./overlay";

const palette = () => import("../palette/Palette");
const Palette = lazy(palette);
const Viewer = lazy(() => import("../files/Viewer"));
const ShortcutHelp = lazy(() => import("./ShortcutHelp"));

/** Once the page is at rest the palette is fetched, so that what is typed after Ctrl K is not lost while it loads. */
const REST = 2000;

export function Overlays() {
  const open = useOverlay();
  const file = useShownFile();
  const close = () => showOverlay(null);
  useEffect(() => {
    const rest = setTimeout(() => void palette(), REST);
    return () => clearTimeout(rest);
  }, []);
  return (
    <Suspense fallback={null}>
      {open === "palette" && <Palette close={close} />}
      {file && <Viewer file={file} />}
      {open === "help" && <ShortcutHelp close={close} />}
    </Suspense>
  );
}
