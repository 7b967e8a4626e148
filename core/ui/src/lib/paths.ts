// Where a path such as "account.name" leads: the fields on the way, the last of them, and how the server is asked for it.
import type { RecordData, UiCatalogue, UiField } from "../api/types";
import { t } from "../i18n";
import { valueOf } from "../fields/drafts";
import { isNamed } from "../fields/shapes";

export interface Path {
  path: string;
  /** The field of the object itself that the path begins with. */
  root: UiField;
  /** The field at the end. */
  field: UiField;
  label: string;
  isDirect: boolean;
  /** For a reference at the end of a path: the path of the name to show. */
  namePath: string | null;
}

const ALIASES: Record<string, string> = { owner: "owner_id" };
const EXPANDED = new Set(["reference", "master_detail", "user", "file", "image"]);

export const isReference = (field: UiField): boolean => EXPANDED.has(field.type);

/** The one object that a reference leads to; null for those that may lead anywhere. */
export const targetOf = (field: UiField): string | null => (isReference(field) && typeof field.to === "string" ? field.to : null);

const partLabels: Record<string, () => string> = {
  street: () => t("Street"),
  district: () => t("District"),
  city: () => t("City"),
  state: () => t("Province"),
  postal_code: () => t("Postal code"),
  country: () => t("Country"),
};

/** A line of an address, as the text that it is. */
function partOf(address: UiField, part: string): UiField[] | null {
  const label = address.type === "address" ? partLabels[part]?.() : undefined;
  if (!label) return null;
  return [address, { ...address, name: part, type: "text", label, editable: false, sortable: false, groupable: false, required: false, operators: ["=", "<>", "contains", "starts_with", "in", "blank"] }];
}

function walk(catalogue: UiCatalogue, object: string, words: string[]): UiField[] | null {
  const [word = "", ...rest] = words;
  const field = catalogue.objects[object]?.fields[ALIASES[word] ?? word];
  if (!field) return null;
  if (rest.length === 0) return [field];
  if (rest.length === 1 && field.type === "address") return partOf(field, rest[0] ?? "");
  const target = targetOf(field);
  const further = target ? walk(catalogue, target, rest) : null;
  return further && [field, ...further];
}

function namePathOf(catalogue: UiCatalogue, path: string, field: UiField): string | null {
  const target = catalogue.objects[targetOf(field) ?? ""];
  return target ? `${path}.${target.name_field}` : null;
}

/** Null where the path leads nowhere that this actor may see. */
export function resolvePath(catalogue: UiCatalogue, object: string, path: string): Path | null {
  const fields = walk(catalogue, object, path.split("."));
  const [root] = fields ?? [];
  const field = fields?.at(-1);
  if (!fields || !root || !field) return null;
  const isDirect = fields.length === 1;
  const label = fields.map((one) => one.label).join(" › ");
  return { path: isDirect ? field.name : path, root, field, label, isDirect, namePath: isDirect ? null : namePathOf(catalogue, path, field) };
}

export function resolvePaths(catalogue: UiCatalogue, object: string, paths: string[]): Path[] {
  return paths.map((path) => resolvePath(catalogue, object, path)).filter((path) => path !== null);
}

/** What to ask the server for, so that `valueAt` finds everything. */
export function asked(paths: Path[], more: string[] = []): { fields: string; expand: string } {
  const names = paths.flatMap((one) => (one.namePath ? [one.path, one.namePath] : [one.path]));
  const expand = paths.filter((one) => one.isDirect && isReference(one.field)).map((one) => one.path);
  return { fields: [...new Set([...more, ...names])].join(","), expand: [...new Set(expand)].join(",") };
}

/** The value at a path of a record that was asked for with `asked`: references as {id, name}. */
export function valueAt(record: RecordData, { path, field, isDirect, namePath }: Path): unknown {
  if (isDirect) return valueOf(field, record);
  const value = record[path];
  if (!namePath || value === null || value === undefined || isNamed(value)) return value;
  return { id: value, name: record[namePath] ?? null };
}
