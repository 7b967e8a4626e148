// Changes to a mapping: which column goes into which field, and what happens to values that are there.
import type { Existing, Mapping, Source } from "./data";

const NOT_WANTED = "not wanted";

export const columnOf = (source: Source): string | undefined => (typeof source === "string" ? source : source.column);
const listOf = (sources: Source | Source[]): Source[] => (Array.isArray(sources) ? sources : [sources]);
const takes = (sources: Source | Source[], heading: string): boolean => listOf(sources).some((source) => columnOf(source) === heading);

/** The field that a column goes into. */
export const fieldOf = (mapping: Mapping, heading: string): string | null => Object.entries(mapping.fields).find(([, sources]) => takes(sources, heading))?.[0] ?? null;

export function existingOf(mapping: Mapping, field: string): Existing {
  const [source] = listOf(mapping.fields[field] ?? "");
  return (typeof source === "object" && source.existing) || "overwrite";
}

/** The same mapping with that column going into that field; null leaves the column out, with the reason that it needs. */
export function withField(mapping: Mapping, heading: string, field: string | null): Mapping {
  const kept = Object.entries(mapping.fields).filter(([name, sources]) => name !== field && !takes(sources, heading));
  const { [heading]: _, ...ignore } = mapping.ignore ?? {};
  const freed = field ? listOf(mapping.fields[field] ?? []).map(columnOf).filter((other) => other !== undefined && other !== heading) : [];
  const left = Object.fromEntries(freed.map((other) => [other, NOT_WANTED]));
  if (!field) return { ...mapping, fields: Object.fromEntries(kept), ignore: { ...ignore, [heading]: NOT_WANTED } };
  return { ...mapping, fields: { ...Object.fromEntries(kept), [field]: heading }, ignore: { ...ignore, ...left } };
}

export function withExisting(mapping: Mapping, field: string, existing: Existing): Mapping {
  const changed = listOf(mapping.fields[field] ?? []).map((source) => ({ ...(typeof source === "string" ? { column: source } : source), existing }));
  return { ...mapping, fields: { ...mapping.fields, [field]: changed.length === 1 ? changed[0]! : changed } };
}

/** The same mapping with every column that goes nowhere left out, which a mapping has to say. */
export function withRestIgnored(mapping: Mapping, headings: string[]): Mapping {
  const left = headings.filter((heading) => fieldOf(mapping, heading) === null && !(heading in (mapping.ignore ?? {})));
  return left.length ? { ...mapping, ignore: { ...mapping.ignore, ...Object.fromEntries(left.map((heading) => [heading, NOT_WANTED])) } } : mapping;
}

/** A kept mapping as far as it fits a file with these columns, and the columns that it would need besides. */
export function fitted(mapping: Mapping, headings: string[]): { mapping: Mapping; missing: string[] } {
  const missing = new Set<string>();
  const fits = (source: Source): boolean => {
    const column = columnOf(source);
    if (column === undefined || headings.includes(column)) return true;
    missing.add(column);
    return false;
  };
  const fields = Object.fromEntries(Object.entries(mapping.fields).flatMap(([name, sources]) => {
    const left = listOf(sources).filter(fits);
    return left.length ? [[name, left.length === 1 ? left[0]! : left] as const] : [];
  }));
  const ignore = Object.fromEntries(Object.entries(mapping.ignore ?? {}).filter(([heading]) => headings.includes(heading)));
  const key = [mapping.key ?? []].flat().every((name) => name in fields) ? mapping.key : undefined;
  const { key: _, ...rest } = mapping;
  return { mapping: withRestIgnored({ ...rest, ...(key && { key }), fields, ignore } as Mapping, headings), missing: [...missing] };
}

/** Without a key every row makes a record. */
export function withKey(mapping: Mapping, field: string | null): Mapping {
  const { key: _, ...rest } = mapping;
  return (field ? { ...rest, key: field } : rest) as Mapping;
}
