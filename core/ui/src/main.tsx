// Starts the pages.
import "@fontsource-variable/inter";
import "@mantine/core/styles.layer.css";
import "./app/global.css";
import "./app/early";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { fetchAhead } from "./app/ahead";
import { returnFocus } from "./app/focusReturn";
import { styleNonce } from "./app/theme";

// The library that locks scrolling behind dialogs looks for the nonce of its <style> under this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

/** So long the page stays empty for what it needs, in milliseconds, before it shows that it waits. */
const PATIENCE = 400;

returnFocus();
const root = document.getElementById("root");
const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));
if (root) void Promise.race([fetchAhead(location.pathname), patience]).then(() => createRoot(root).render(<App />));
