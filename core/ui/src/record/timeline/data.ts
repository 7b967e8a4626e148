// What happened with a record and what is planned, as the server tells it.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { PageOf, RecordData, TimelineItem } from "../../api/types";
import { nextStepsKey, recordPath, timelineKey } from "../data";
import { ACTIVITY } from "./kinds";

const PAGE = 30;

export function useTimeline(object: string, id: string) {
  return useInfiniteQuery({
    queryKey: timelineKey(object, id),
    queryFn: ({ pageParam, signal }) => api.get<PageOf<TimelineItem>>(`${recordPath(object, id)}/timeline`, { query: { limit: PAGE, after: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

/** Activities about the record that are still open, the most urgent first. */
export function useNextSteps(object: string, id: string, enabled: boolean) {
  const query = { filter: `about.id = "${id}" AND done = FALSE`, sort: "due_at", limit: 20, expand: "owner_id" };
  return useQuery({
    queryKey: nextStepsKey(object, id),
    queryFn: async ({ signal }) => (await api.get<PageOf<RecordData>>(`/records/${ACTIVITY}`, { query, signal })).data.filter((step) => step.done !== true),
    enabled,
  });
}

/** Open activities stand above, as next steps; the past shows what is done. */
export function isPast(item: TimelineItem): boolean {
  return item.kind !== "activity" || item.activity?.done === true;
}
