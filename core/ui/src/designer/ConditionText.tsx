// A condition in words, as far as it could have been picked; what says more is shown as it was written.
import { Fragment } from "react";
import { useCatalogue } from "../api/client";
import { Words } from "../filter/FilterChips";
import { parseFilter } from "../filter/parse";
import type { Group, Item } from "../filter/model";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import classes from "./designer.module.css";

export const pathsIn = (item: Item): string[] => (item.kind === "group" ? item.items.flatMap(pathsIn) : [item.path]);

/** The condition as it is picked; null where it asks for more than fields of the object. */
export function usePicked(object: string | undefined, expression: string): Group | null {
  const catalogue = useCatalogue();
  const parsed = parseFilter(expression);
  if (!parsed || !object) return null;
  return pathsIn(parsed).every((path) => path === "" || resolvePath(catalogue, object, path)) ? parsed : null;
}

export function ConditionText({ object, expression }: { object: string | undefined; expression: string }) {
  const own = useCatalogue().objects[object ?? ""];
  const picked = usePicked(object, expression);
  if (!expression.trim()) return <em className={classes.missing}>{t("No condition yet")}</em>;
  if (!picked || !own || picked.items.length === 0) return <code className={classes.code}>{expression}</code>;
  return (
    <span className={classes.condition}>
      {picked.items.map((item, place) => (
        <Fragment key={item.key}>
          {place > 0 && <em> {picked.join === "AND" ? t("and") : t("or")} </em>}
          <Words object={own} item={item} />
        </Fragment>
      ))}
    </span>
  );
}
