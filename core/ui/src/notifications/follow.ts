// Following a record: its follower is told of comments, activities and changes.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, keys, useObject } from "../api/client";
import type { PageOf, RecordData } from "../api/types";
import { notice, noticeProblem } from "../app/notices";
import { t } from "../i18n";

const FOLLOW = "follow";

export function useFollow(object: string, id: string, asked: boolean) {
  const client = useQueryClient();
  const has = Boolean(useObject(FOLLOW));
  const queryKey = [...keys.object(FOLLOW), object, id];
  const query = { filter: `owner_id = ME() AND about.id = '${id}'`, fields: "id", limit: 1 };
  const mine = useQuery({ queryKey, queryFn: async () => (await api.get<PageOf<RecordData>>(`/records/${FOLLOW}`, { query })).data[0] ?? null, enabled: has && asked });
  const toggle = async () => {
    try {
      if (mine.data) await api.del(`/records/${FOLLOW}/${mine.data.id}`);
      else await api.post(`/records/${FOLLOW}`, { about: { object, id } });
      notice(mine.data ? t("You follow this record no longer") : t("You will be told of comments, activities and changes"));
      await client.invalidateQueries({ queryKey });
    } catch (error) {
      noticeProblem(error);
    }
  };
  return { has, follows: Boolean(mine.data), toggle };
}
