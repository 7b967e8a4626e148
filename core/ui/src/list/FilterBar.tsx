// The line of conditions below the toolbar, while there are any.
import { FilterChips } from "../filter/FilterChips";
import { wantedFilter } from "../filter/wanted";
import classes from "./FilterBar.module.css";
import type { ListState } from "./useListState";

export function FilterBar({ state }: { state: ListState }) {
  const { object, view, base, change } = state;
  const isOwn = (view.filter ?? "") !== (base.filter ?? "");
  if (!view.filter || !isOwn) return null;
  return (
    <div className={classes.bar}>
      <FilterChips object={object} filter={view.filter} onChange={(filter) => change({ filter })} edit={() => wantedFilter.set("")} />
    </div>
  );
}
