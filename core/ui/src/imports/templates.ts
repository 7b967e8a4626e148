// Mappings that are kept: the own ones and those that others share, of one object.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys } from "../api/client";
import type { Id } from "../api/types";
import type { Mapping } from "./data";

export interface Template {
  id: Id;
  label: string;
  document: Mapping;
  shared: boolean;
  owner_id: Id | null;
}

const OBJECT = "import_template";
const MOST = 200;

export function useTemplates(object: string) {
  const query = { filter: `object = '${object}'`, fields: "label,document,shared,owner_id", sort: "label", limit: MOST };
  const load = async () => (await api.get<{ data: Template[] }>(`/records/${OBJECT}`, { query })).data;
  return useQuery({ queryKey: [...keys.object(OBJECT), "of", object], queryFn: load });
}

/** Keeps a mapping under a name; under the name of an own one it takes that one's place. */
export function useKeeping(object: string) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.object(OBJECT) });
  const keep = async (document: Mapping, label: string, shared: boolean, instead?: Id): Promise<Id> => {
    const values = { label, shared, document };
    const kept = instead
      ? await api.patch<Template>(`/records/${OBJECT}/${instead}`, values)
      : await api.post<Template>(`/records/${OBJECT}`, { ...values, object });
    await refresh();
    return kept.id;
  };
  const forget = async (id: Id) => {
    await api.del(`/records/${OBJECT}/${id}`);
    await refresh();
  };
  return { keep, forget };
}
