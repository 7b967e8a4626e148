// Serves the icons that metadata may name (src/icons/names.json) as two modules: the usual ones, and more for choosing.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const MODULE = /^virtual:tabler-icons\/(usual|more)$/;
const require = createRequire(import.meta.url);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

function chosenIcons(set) {
  // The package lets only its icons be resolved; the drawing instructions of all of them lie two folders up.
  const all = read(join(dirname(require.resolve("@tabler/icons/outline/box.svg")), "../../tabler-nodes-outline.json"));
  const names = read(new URL("../src/icons/names.json", import.meta.url))[set];
  const unknown = names.filter((name) => !all[name]);
  if (unknown.length) throw new Error(`src/icons/names.json names icons that Tabler lacks: ${unknown.join(", ")}`);
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

export function tablerIcons() {
  return {
    name: "tabler-icons",
    resolveId: (id) => (MODULE.test(id) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0virtual:tabler-icons/") ? `export default ${JSON.stringify(chosenIcons(id.split("/")[1]))}` : undefined),
  };
}
