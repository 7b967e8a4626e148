// The items that fit, under the names of their groups.
import { Fragment, useEffect, useRef } from "react";
import { t } from "../i18n";
import { Caps } from "../shell/Caps";
import type { Item } from "./items";
import classes from "./Palette.module.css";

interface ResultsProps {
  id: string;
  items: Item[];
  at: number;
  choose: (at: number) => void;
  run: (item: Item) => void;
  searching: boolean;
}

function Line({ id, item, chosen, choose, run }: { id: string; item: Item; chosen: boolean; choose: () => void; run: () => void }) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div ref={line} id={id} role="option" aria-selected={chosen} className={classes.line} onMouseMove={choose} onClick={run}>
      <span className={classes.icon}>{item.icon}</span>
      <span className={`${classes.label} dg-ellipsis`}>
        {item.label}
        {item.passage && <small className={`${classes.passage} dg-ellipsis`}>{item.passage}</small>}
      </span>
      {item.detail && <span className={`${classes.detail} dg-ellipsis`}>{item.detail}</span>}
      {item.keys && <Caps keys={item.keys} />}
    </div>
  );
}

export function Results({ id, items, at, choose, run, searching }: ResultsProps) {
  return (
    <div id={id} role="listbox" aria-label={t("Results")} className={classes.results}>
      {items.map((item, place) => (
        <Fragment key={item.id}>
          {item.group !== items[place - 1]?.group && (
            <div className={classes.group} role="presentation">
              {item.group}
            </div>
          )}
          <Line id={`${id}-${place}`} item={item} chosen={place === at} choose={() => choose(place)} run={() => run(item)} />
        </Fragment>
      ))}
      {items.length === 0 && <div className={classes.empty}>{searching ? t("Searching…") : t("Nothing found")}</div>}
    </div>
  );
}
