// The months, weeks and days above the bars.
import classes from "./Gantt.module.css";
import { ticksOf, type Line, type Scale, type Tick } from "./time";

function Ticks({ ticks, width, isFine }: { ticks: Tick[]; width: number; isFine?: boolean }) {
  return (
    <div className={classes.ticks} data-fine={isFine || undefined}>
      {ticks.map((tick) => (
        <span key={tick.at} style={{ insetInlineStart: tick.at * width, width: tick.days * width }}>
          <b>{tick.label}</b>
        </span>
      ))}
    </div>
  );
}

export function Head({ line, scale, width, from, to }: { line: Line; scale: Scale; width: number; from: number; to: number }) {
  const { above, below } = ticksOf(line, scale, from, to);
  return (
    <div className={classes.times} style={{ width: line.days * width }} aria-hidden>
      <Ticks ticks={above} width={width} />
      <Ticks ticks={below} width={width} isFine />
    </div>
  );
}

/** The lines of months and weeks behind the bars. */
export function Grid({ line, scale, width, from, to }: { line: Line; scale: Scale; width: number; from: number; to: number }) {
  const { below } = ticksOf(line, scale, from, to);
  return below.map((tick) => <i key={tick.at} className={classes.gridline} style={{ insetInlineStart: tick.at * width }} />);
}
