// Builds the pages into dist/: hashed names under /static/ui/, a manifest, an index.html that the server completes, and what
// makes the application installable.
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { installable } from "./scripts/installable.mjs";
import { tablerIcons } from "./scripts/tabler-icons.mjs";

const BASE = "/static/ui/";
const NONCE = "__CSP_NONCE__";
const server = process.env.DOUGONG_DEV_SERVER ?? "http://127.0.0.1:8000";

/** What comes in one piece and not in fifty: what the first page needs in any case, and the pages that are open all day. */
const PIECES = { first: ["/src/main.tsx", "/src/home/HomePage.tsx"], daily: ["/src/list/ListPage.tsx", "/src/record/RecordPage.tsx", "/src/record/SidePanel.tsx"] };
const pieces = Object.entries(PIECES).map(([name, roots]) => ({ name, roots, modules: new Set<string>() }));

const inPieces: Plugin = {
  name: "in-pieces",
  buildStart: () => pieces.forEach(({ modules }) => modules.clear()),
  buildEnd() {
    for (const { roots, modules } of pieces) {
      const waiting = [...this.getModuleIds()].filter((id) => roots.some((root) => id.endsWith(root)));
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        if (modules.has(id) || id.includes("node_modules") || id.endsWith(EARLY)) continue;
        modules.add(id);
        waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []));
      }
    }
  },
};

const EARLY = "/src/app/early.ts";

/** A small file that runs before the rest has come. */
const earlyFirst: Plugin = {
  name: "early-first",
  apply: "build",
  buildStart() {
    this.emitFile({ type: "chunk", id: fileURLToPath(new URL(`.${EARLY}`, import.meta.url)), name: "early" });
  },
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle }) {
      const holds = (id: string) => id.endsWith(EARLY);
      const file = Object.values(bundle ?? {}).find((one) => one.type === "chunk" && Object.keys(one.modules).some(holds))?.fileName;
      return [{ tag: "script", attrs: { type: "module", crossorigin: true, src: BASE + file, nonce: NONCE }, injectTo: "head-prepend" }];
    },
  },
};

export default defineConfig({
  base: BASE,
  plugins: [react(), tablerIcons(), inPieces, earlyFirst, installable()],
  // The server replaces this word by the nonce of the answer, in scripts, styles and the <meta> that the pages read.
  html: { cspNonce: NONCE },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false, // where a browser knows of none, files come when they are imported
      // A link for each of fifty files costs more than it gains: scripts name what they import, styles must be known.
      resolveDependencies: (_, files, { hostType }) => (hostType === "html" ? files : files.filter((file) => file.endsWith(".css"))),
    },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "early", test: (id) => id.endsWith(EARLY), priority: 1 }, ...pieces.map(({ name, modules }) => ({ name, test: (id: string) => modules.has(id) }))] } } },
  },
  server: { proxy: { "/api": server, "/x": server, "/sign-in": server, "/manifest.webmanifest": server, "/icons": server } },
});
