// The records that changed last, over the objects of the menu: mine, or everybody's where I have none.
import { useQueries } from "@tanstack/react-query";
import { api, keys } from "../api/client";
import type { PageOf, RecordData, UiObject } from "../api/types";
import { useMenu } from "../shell/places";
import { ACTIVITY } from "./activities";

export const MINE = "owner_id = ME()";
const MOST_OBJECTS = 6;
const EACH = 6;
const SHOWN = 9;

export interface ChangedRecord {
  object: UiObject;
  record: RecordData;
}
export interface Changed {
  records: ChangedRecord[];
  /** Whether they are mine. */
  mine: boolean;
  isLoading: boolean;
}

function queryOf(object: UiObject, filter: string | undefined, enabled: boolean) {
  const query = { filter, sort: "-updated_at", limit: EACH, fields: `${object.name_field},updated_at` };
  return {
    queryKey: [...keys.object(object.name), "changed", filter ?? ""],
    queryFn: async () => (await api.get<PageOf<RecordData>>(`/records/${object.name}`, { query })).data.map((record) => ({ object, record })),
    enabled,
  };
}

const changedAt = ({ record }: ChangedRecord): string => String(record.updated_at ?? "");

function useRecords(filter: string | undefined, enabled: boolean): { records: ChangedRecord[]; isLoading: boolean } {
  const all = useMenu().flatMap((group) => group.objects);
  const objects = all.filter(({ name, fields }) => name !== ACTIVITY && fields.owner_id && fields.updated_at).slice(0, MOST_OBJECTS);
  const answers = useQueries({ queries: objects.map((object) => queryOf(object, filter, enabled)) });
  const records = answers.flatMap((answer) => answer.data ?? []).sort((one, other) => changedAt(other).localeCompare(changedAt(one)));
  return { records: records.slice(0, SHOWN), isLoading: answers.some((answer) => answer.isLoading) };
}

export function useChanged(): Changed {
  const mine = useRecords(MINE, true);
  const isMine = mine.isLoading || mine.records.length > 0;
  const everybodys = useRecords(undefined, !isMine);
  return isMine ? { ...mine, mine: true } : { ...everybodys, mine: false };
}
