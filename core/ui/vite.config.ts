// Builds the pages into dist/: hashed names under /static/ui/, a manifest, an index.html that the server completes, and what
// makes the application installable.
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { installable } from "./scripts/installable.mjs";
import { tablerIcons } from "./scripts/tabler-icons.mjs";

const server = process.env.DOUGONG_DEV_SERVER ?? "http://127.0.0.1:8000";

/** What the first page needs in any case, so that it comes in one piece and not in fifty. */
const first = new Set<string>();

const firstPage: Plugin = {
  name: "first-page",
  buildStart: () => first.clear(),
  buildEnd() {
    const waiting = [...this.getModuleIds()].filter((id) => id.endsWith("/src/main.tsx") || id.endsWith("/src/home/HomePage.tsx"));
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (first.has(id) || id.includes("node_modules")) continue;
      first.add(id);
      waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []));
    }
  },
};

export default defineConfig({
  base: "/static/ui/",
  plugins: [react(), tablerIcons(), firstPage, installable()],
  // The server replaces this word by the nonce of the answer, in scripts, styles and the <meta> that the pages read.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "first", test: (id) => first.has(id) }] } } },
  },
  server: { proxy: { "/api": server, "/x": server, "/sign-in": server, "/manifest.webmanifest": server, "/icons": server } },
});
