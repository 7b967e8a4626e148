// Lists texts without a translation, translations without a text, and plural forms that a language lacks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const FORMS = { en: ["one", "other"], zh: ["other"], pl: ["one", "few", "many"] };
const CALL = /\bt\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*(,\s*\{[^}]*\}|\))/g;

const files = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : join(folder, entry.name)));

/** Every text of the pages, with the files that say it and whether a count goes with it. */
function textsInUse() {
  const found = new Map();
  for (const file of files(SOURCE).filter((name) => /\.tsx?$/.test(name)))
    for (const [, quoted, rest] of readFileSync(file, "utf8").matchAll(CALL)) {
      const text = quoted[0] === '"' ? JSON.parse(quoted) : JSON.parse(`"${quoted.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')}"`);
      const counted = /[{,]\s*count\b/.test(rest.slice(1)) || /^,\s*\{\s*count\b/.test(rest);
      found.set(text, { files: [...(found.get(text)?.files ?? []), file.slice(SOURCE.length + 1)], counted });
    }
  return found;
}

// Texts of these folders are loaded with them, so that only they may rely on them: the folders by the part of the texts.
const FOLDERS = { setup: ["setup"], duplicates: ["duplicates"], cleaning: ["cleaning"], capture: ["capture"], waiting: ["waiting"], processes: ["processes"], designer: ["designer"], list: ["list", "board", "calendar", "filter", "gallery", "gantt", "map", "pivot", "roster"] };
const LATER = Object.keys(FOLDERS);
// Parts whose texts come only together with those of others, which they may say too.
const WITH = { designer: ["setup", "list", "processes"] };
const partOf = (file) => LATER.find((part) => FOLDERS[part].includes(file.split("/")[0]));

function catalogueOf(language, folder) {
  const isThere = (name) => !LATER.some((part) => name === `${language}.${part}.json` && part !== folder);
  const names = readdirSync(join(SOURCE, "i18n")).filter((name) => name.startsWith(`${language}.`) && name.endsWith(".json") && isThere(name));
  return Object.assign({}, ...names.map((name) => JSON.parse(readFileSync(join(SOURCE, "i18n", name), "utf8"))));
}

function problemsOf(language, used) {
  const common = catalogueOf(language);
  const catalogues = new Map(LATER.map((folder) => [folder, catalogueOf(language, folder)]));
  const problems = [];
  for (const [text, { files, counted }] of used) {
    const parts = new Set(files.map(partOf));
    for (const [part, others] of Object.entries(WITH)) if (others.some((one) => parts.has(one))) parts.delete(part);
    const found = (parts.size === 1 ? (catalogues.get([...parts][0]) ?? common) : common)[text]; // what several parts say is loaded first
    if (found === undefined && (language !== "en" || counted)) problems.push(`${language}: missing: ${JSON.stringify(text)} (${files[0]})`);
    else if (counted && typeof found === "object" && FORMS[language].some((form) => !found[form])) problems.push(`${language}: a form is missing: ${JSON.stringify(text)}`);
  }
  for (const text of Object.keys(Object.assign({}, common, ...catalogues.values()))) if (!used.has(text)) problems.push(`${language}: unused: ${JSON.stringify(text)}`);
  return problems;
}

const used = textsInUse();
const problems = Object.keys(FORMS).flatMap((language) => problemsOf(language, used));
for (const problem of problems) console.log(problem);
console.log(`${used.size} texts, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
