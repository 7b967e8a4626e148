// Weighs what a browser fetches for the first page, compressed as the server does it, and fails above the limit.
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT = 400_000;
const DIST = fileURLToPath(new URL("../dist", import.meta.url));
// What the first page loads by itself once it runs: its route, the texts of a language with the most, calendar names, icons.
const ROUTE = ["src/home/HomePage.tsx", "node_modules/dayjs/locale/pl.js", "virtual:tabler-icons/usual"];
const TEXTS = /^src\/i18n\/pl(\.record)?\.json$/;
const FONTS = /inter-latin(-ext)?-wght-normal/; // Polish needs both, English one
const PACKED = new Set([".woff2"]);

if (!existsSync(DIST)) throw new Error("There is no dist/: run `npx vite build` first");
const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8"));

function gather(key, found) {
  const chunk = manifest[key];
  if (!chunk || found.has(chunk.file)) return;
  found.add(chunk.file);
  for (const file of chunk.css ?? []) found.add(file);
  for (const file of (chunk.assets ?? []).filter((name) => FONTS.test(name))) found.add(file);
  for (const name of chunk.imports ?? []) gather(name, found);
}

function firstPage() {
  const found = new Set(["index.html"]);
  const keys = Object.keys(manifest);
  const wanted = keys.filter((key) => manifest[key].isEntry || TEXTS.test(key) || ROUTE.some((name) => key.endsWith(name)));
  for (const key of wanted) gather(key, found);
  return [...found];
}

function weigh(file) {
  const content = readFileSync(join(DIST, file));
  return PACKED.has(extname(file)) ? content.length : gzipSync(content, { level: 9 }).length;
}

const weights = firstPage().map((file) => ({ file, bytes: weigh(file) })).sort((one, other) => other.bytes - one.bytes);
const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { file, bytes } of weights) console.log(`${String(bytes).padStart(8)}  ${file}`);
console.log(`${String(total).padStart(8)}  the first page, compressed (limit ${LIMIT})`);
process.exitCode = total > LIMIT ? 1 : 0;
