// Lists of records that refer to this one: which they are, and what to ask the server for.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys, useCatalogue } from "../api/client";
import type { PageOf, RecordData, UiField, UiLayout, UiObject } from "../api/types";
import { asked, resolvePaths, type Path } from "../lib/paths";

export interface RelatedList {
  key: string;
  object: UiObject;
  field: UiField;
  label: string;
  paths: Path[];
  filter: string;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function condition(field: UiField, id: string): string {
  if (field.type === "any_reference") return `${field.name}.id = ${quoted(id)}`;
  return field.type === "many_to_many" ? `HAS(${field.name}, ${quoted(id)})` : `${field.name} = ${quoted(id)}`;
}

/** The lists of the layout that this actor may see. */
export function useRelated(layout: UiLayout | undefined, id: string): RelatedList[] {
  const catalogue = useCatalogue();
  return useMemo(() => (layout?.related ?? []).flatMap(({ object: name, field: fieldName, label, columns }) => {
    const object = catalogue.objects[name];
    const field = object?.fields[fieldName];
    if (!object || !field) return [];
    const paths = resolvePaths(catalogue, name, columns.length ? columns : [object.name_field]);
    return [{ key: `${name}.${fieldName}`, object, field, label: label || object.plural, paths, filter: condition(field, id) }];
  }), [catalogue, layout, id]);
}

export function useRelatedPage(list: RelatedList, limit: number) {
  const query = { ...asked(list.paths, [list.object.name_field, ...(list.object.fields.version ? ["version"] : [])]), filter: list.filter, sort: "-created_at", limit, count: true };
  return useQuery({
    queryKey: [...keys.object(list.object.name), "related", query],
    queryFn: ({ signal }) => api.get<PageOf<RecordData>>(`/records/${list.object.name}`, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What a record made from this list begins with: the reference back. */
export function backReference(list: RelatedList, object: UiObject, id: string, name: string): Record<string, unknown> {
  if (list.field.type === "any_reference") return { [list.field.name]: { object: object.name, id, name } };
  return { [list.field.name]: list.field.type === "many_to_many" ? [{ id, name }] : { id, name } };
}
