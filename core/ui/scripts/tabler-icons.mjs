// Serves the icons that metadata may name (src/icons/names.json) as one lazily loaded module, drawn by src/icons/Icon.tsx.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const MODULE = "virtual:tabler-icons";
const require = createRequire(import.meta.url);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

function chosenIcons() {
  // The package lets only its icons be resolved; the drawing instructions of all of them lie two folders up.
  const all = read(join(dirname(require.resolve("@tabler/icons/outline/box.svg")), "../../tabler-nodes-outline.json"));
  const names = read(new URL("../src/icons/names.json", import.meta.url));
  const unknown = names.filter((name) => !all[name]);
  if (unknown.length) throw new Error(`src/icons/names.json names icons that Tabler lacks: ${unknown.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

export function tablerIcons() {
  return {
    name: "tabler-icons",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id) => (id === `\0${MODULE}` ? `export default ${JSON.stringify(chosenIcons())}` : undefined),
  };
}
