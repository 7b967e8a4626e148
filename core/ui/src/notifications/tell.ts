// Says once that something new has come, unless the person keeps quiet hours.
import { noticeNews } from "../app/notices";
import { askName } from "../fields/names";
import { catalogueQuery, meQuery } from "../api/client";
import { queryClient } from "../app/queryClient";
import { wallTime } from "../fields/format/zones";
import { newestUnread, wishesQuery } from "./data";
import { placeOf, sentenceOf } from "./text";

const told = { last: "" };

/** Quiet from one time of the day until another, over midnight where the first is the later one. */
export function isQuiet(from: string | null, until: string | null, now: string): boolean {
  if (!from || !until) return false;
  return from <= until ? now >= from && now < until : now >= from || now < until;
}

async function isQuietNow(): Promise<boolean> {
  const { user } = await queryClient.ensureQueryData(meQuery);
  const { quiet_from, quiet_until } = await queryClient.fetchQuery(wishesQuery(user.id));
  return isQuiet(quiet_from, quiet_until, wallTime(new Date(), user.time_zone || "UTC").slice(11, 19));
}

export async function tellOfNew(go: (path: string) => unknown): Promise<void> {
  const newest = await newestUnread();
  const mark = newest ? `${newest.id} ${newest.times}` : "";
  if (!newest?.about || mark === told.last) return;
  told.last = mark;
  if (await isQuietNow()) return;
  const { object, id } = newest.about;
  const target = (await queryClient.ensureQueryData(catalogueQuery)).objects[object];
  if (!target) return;
  const name = await askName(object, target.name_field, id);
  noticeNews(sentenceOf(newest.kind, { who: newest.caused_by?.name ?? "Dougong", name: name || target.label, message: newest.message ?? "" }), () => go(placeOf(newest.kind, { object, id })));
}
