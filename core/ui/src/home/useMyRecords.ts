// My records that changed last, over the objects of the menu.
import { useQueries } from "@tanstack/react-query";
import { api, keys } from "../api/client";
import type { PageOf, RecordData, UiObject } from "../api/types";
import { useMenu } from "../shell/places";
import { ACTIVITY } from "./activities";

const MOST_OBJECTS = 6;
const EACH = 6;
const SHOWN = 9;

export interface MyRecord {
  object: UiObject;
  record: RecordData;
}

function queryOf(object: UiObject) {
  const query = { filter: "owner_id = ME()", sort: "-updated_at", limit: EACH, fields: `${object.name_field},updated_at` };
  return {
    queryKey: [...keys.object(object.name), "changed"],
    queryFn: async () => (await api.get<PageOf<RecordData>>(`/records/${object.name}`, { query })).data.map((record) => ({ object, record })),
  };
}

const changedAt = ({ record }: MyRecord): string => String(record.updated_at ?? "");

export function useMyRecords(): { records: MyRecord[]; isLoading: boolean } {
  const all = useMenu().flatMap((group) => group.objects);
  const objects = all.filter(({ name, fields }) => name !== ACTIVITY && fields.owner_id && fields.updated_at).slice(0, MOST_OBJECTS);
  const answers = useQueries({ queries: objects.map(queryOf) });
  const records = answers.flatMap((answer) => answer.data ?? []).sort((one, other) => changedAt(other).localeCompare(changedAt(one)));
  return { records: records.slice(0, SHOWN), isLoading: answers.some((answer) => answer.isLoading) };
}
