// How many records a related list has, on its tab.
import { useRelatedPage, type RelatedList } from "./relatedLists";
import classes from "./RecordPage.module.css";

const SAME_AS_OVERVIEW = 5;

export function RelatedCount({ list }: { list: RelatedList }) {
  const count = useRelatedPage(list, SAME_AS_OVERVIEW).data?.count;
  return count ? <span className={classes.count}>{count}</span> : null;
}
