// The bar of a record: pulled by mouse or finger as a whole or by its ends, moved by arrow keys, opened by Enter.
import { memo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { RecordData } from "../api/types";
import { solid } from "../fields/colors";
import { formatDay } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import classes from "./Gantt.module.css";
import { daysBetween, pulled, type Bar, type Grip, type Line } from "./time";

interface BarProps {
  record: RecordData;
  name: string;
  bar: Bar;
  line: Line;
  width: number; // of a day
  step: number; // days of an arrow key
  color: string | undefined;
  canMove: boolean;
  isOpen: boolean;
  open: () => void;
  move: (record: RecordData, before: Bar, after: Bar) => void;
}

interface Pull {
  grip: Grip;
  from: number;
  days: number;
}

const SHORT = 90; // pixels, below which the name stands beside the bar
const NEAR = 4; // pixels that a hand may shake while it clicks

const gripOf = (target: EventTarget): Grip => ((target instanceof HTMLElement && (target.dataset.grip as Grip | undefined)) || "both");

export const BarOf = memo(function BarOf({ record, name, bar, line, width, step, color, canMove, isOpen, open, move }: BarProps) {
  const here = useLocale();
  const [pull, setPull] = useState<Pull | null>(null);
  const hasMoved = useRef(false);
  const shown = pull ? pulled(bar, pull.grip, pull.days) : bar;
  const words = t("{name}: {from} – {to}", { name, from: formatDay(here, shown.from), to: formatDay(here, shown.to) });
  const finish = (now: Pull | null) => {
    setPull(null);
    if (now?.days) move(record, bar, pulled(bar, now.grip, now.days));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    hasMoved.current = false;
    if (!canMove || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPull({ grip: gripOf(event.target), from: event.clientX, days: 0 });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!pull || !event.currentTarget.hasAttribute("data-pulled")) return;
    if (Math.abs(event.clientX - pull.from) > NEAR) hasMoved.current = true;
    setPull({ ...pull, days: hasMoved.current ? Math.round((event.clientX - pull.from) / width) : 0 });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (way && canMove) {
      event.preventDefault();
      const grip = event.shiftKey ? "end" : event.altKey ? "start" : "both";
      setPull((now) => ({ grip: now?.days ? now.grip : grip, from: 0, days: (now?.days ?? 0) + way * (grip === "both" ? step : 1) }));
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return pull?.days ? finish(pull) : open();
    }
    if (event.key === "Escape" && pull) {
      event.stopPropagation();
      setPull(null);
    }
  };
  const style = { insetInlineStart: daysBetween(line.begin, shown.from) * width, width: Math.max(width, (daysBetween(shown.from, shown.to) + 1) * width), background: solid(color) };
  return (
    <div
      className={classes.bar}
      style={style}
      role="button"
      tabIndex={0}
      title={words}
      aria-label={words}
      data-short={style.width < SHORT || undefined}
      data-point={bar.isPoint || undefined}
      data-pulled={pull ? true : undefined}
      data-open={isOpen || undefined}
      data-fixed={!canMove || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => pull && finish(pull)}
      onPointerCancel={() => setPull(null)}
      onClick={() => !hasMoved.current && open()}
      onKeyDown={onKeyDown}
      onBlur={() => pull && finish(pull)}
    >
      {canMove && <i data-grip="start" />}
      <span>{name}</span>
      {canMove && <i data-grip="end" />}
    </div>
  );
});
