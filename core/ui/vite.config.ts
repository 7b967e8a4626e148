// Builds the pages into dist/: hashed names under /static/ui/, a manifest, and an index.html that the server completes.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { tablerIcons } from "./scripts/tabler-icons.mjs";

const server = process.env.DOUGONG_DEV_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/static/ui/",
  plugins: [react(), tablerIcons()],
  // The server replaces this word by the nonce of the answer, in scripts, styles and the <meta> that the pages read.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { "/api": server, "/x": server, "/sign-in": server } },
});
