// Starts the pages.
import "@fontsource-variable/inter";
import "@mantine/core/styles.layer.css";
import "./app/global.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { fetchAhead } from "./app/ahead";
import { returnFocus } from "./app/focusReturn";
import { styleNonce } from "./app/theme";

// The library that locks scrolling behind dialogs looks for the nonce of its <style> under this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

fetchAhead(location.pathname);
returnFocus();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
