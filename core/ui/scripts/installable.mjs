// What makes the application installable: its service worker, which knows every file of the build, and its icons.
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const UI = fileURLToPath(new URL("..", import.meta.url));
const BASE = "/static/ui/";
const KEPT = /\.(js|css|svg)$|inter-latin(-ext)?-wght-normal/; // other alphabets' letters are fetched when they are met
const INK = "#b5382a";
/** Systems cut the corners of a maskable icon as they like: the sign stands in the middle, the colour goes to the edge. */
const maskable = (mark) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 -8 48 48"><rect x="-8" y="-8" width="48" height="48" fill="${INK}"/>${mark.replace(/^<svg[^>]*>|<\/svg>\s*$/g, "")}</svg>`;
/** One colour alone, for the bar of a phone. */
const badge = (mark) => mark.replace(/<rect[^>]*>/, "");

async function drawIcons(folder) {
  const require = createRequire(import.meta.url);
  await initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm"))).catch(() => undefined); // once in a process
  const mark = readFileSync(join(UI, "src/app/mark.svg"), "utf8");
  const icons = { "icon-192": [mark, 192], "icon-512": [mark, 512], "maskable-512": [maskable(mark), 512], "apple-touch-icon": [maskable(mark), 180], "badge-96": [badge(mark), 96] };
  mkdirSync(join(folder, "icons"), { recursive: true });
  for (const [name, [svg, width]] of Object.entries(icons)) writeFileSync(join(folder, "icons", `${name}.png`), new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng());
}

async function buildWorker(folder, names) {
  const files = names.filter((name) => KEPT.test(name)).sort().map((name) => ({ url: BASE + name, revision: null }));
  const page = readFileSync(join(folder, "index.html"));
  const version = createHash("sha256").update(page).update(JSON.stringify(files)).digest("hex").slice(0, 16);
  await build({
    configFile: false,
    root: UI,
    logLevel: "warn",
    publicDir: false,
    define: { __BUILD__: JSON.stringify(version), __FILES__: JSON.stringify(files), "process.env.NODE_ENV": '"production"' },
    build: { outDir: folder, emptyOutDir: false, target: "es2022", lib: { entry: join(UI, "src/worker/worker.ts"), formats: ["iife"], name: "worker", fileName: () => "worker.js" } },
  });
}

export function installable() {
  let names = [];
  return {
    name: "installable",
    apply: "build",
    writeBundle(_, bundle) {
      names = Object.keys(bundle).filter((name) => name.startsWith("assets/"));
    },
    async closeBundle() {
      const folder = join(UI, "dist");
      await drawIcons(folder);
      await buildWorker(folder, names);
    },
  };
}
