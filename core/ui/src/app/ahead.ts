// Fetches the code of the page that the address names while the server is still asked who is here.
import { PHONE } from "../lib/screen";

const PAGES: [RegExp, () => Promise<unknown>[]][] = [
  [/^\/o\/[^/]+\/?$/, () => [import("../list/ListPage"), ...form(new URLSearchParams(location.search).get("form") ?? "table")]],
  [/^\/o\/[^/]+\/[^/]+$/, () => [import("../record/RecordPage")]],
];

function form(name: string): Promise<unknown>[] {
  if (name === "board") return [import("../board/Board")];
  return [matchMedia(PHONE).matches ? import("../list/cards/Cards") : import("../list/table/Table")];
}

/** What can't be fetched now is fetched, or missed, when its page is drawn. */
export function fetchAhead(path: string): void {
  const found = PAGES.find(([pattern]) => pattern.test(path));
  void Promise.allSettled(found ? found[1]() : []);
}
