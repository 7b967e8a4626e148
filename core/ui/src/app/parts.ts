// The pages that are open all day; their code comes in one piece.
import { lazyPart } from "../lib/lazyPart";
import { loadPart } from "../i18n";

export const ListPage = lazyPart(async () => {
  const [page] = await Promise.all([import("../list/ListPage"), loadPart("list")]);
  return page;
});
export const RecordPage = lazyPart(() => import("../record/RecordPage"));
