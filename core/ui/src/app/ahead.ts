// Gathers what the page at this address needs while the server says who is here, so that it is drawn once and whole.
import { catalogueQuery, meQuery } from "../api/client";
import type { Me } from "../api/types";
import { wantPart } from "../i18n";
import { PHONE } from "../lib/screen";
import { speak } from "./language";
import { ListPage, RecordPage } from "./parts";
import { queryClient } from "./queryClient";

const PAGES: [RegExp, () => Promise<unknown>[]][] = [
  [/^\/o\/[^/]+\/?$/, () => [list(), form(new URLSearchParams(location.search).get("form") ?? "table")]],
  [/^\/o\/[^/]+\/[^/]+$/, () => [RecordPage.load()]],
];

async function form(name: string): Promise<unknown> {
  const [{ FORMS }] = await Promise.all([import("../list/forms"), name === "table" && !isPhone() ? import("../list/table/Table") : null]);
  const found = FORMS[name in FORMS ? (name as keyof typeof FORMS) : "table"];
  return (isPhone() && found.phone ? found.phone : found.page).load();
}

function list(): Promise<unknown> {
  wantPart("list");
  return ListPage.load();
}

const isPhone = (): boolean => matchMedia(PHONE).matches;

async function texts(): Promise<void> {
  await queryClient.prefetchQuery(meQuery);
  const me = queryClient.getQueryData<Me>(meQuery.queryKey);
  if (me) await speak(me.user.language);
}

/** What can't be fetched now is fetched, or missed, when its page is drawn. */
export async function fetchAhead(path: string): Promise<void> {
  const found = PAGES.find(([pattern]) => pattern.test(path));
  await Promise.allSettled([texts(), queryClient.prefetchQuery(catalogueQuery), ...(found ? found[1]() : [])]);
}
