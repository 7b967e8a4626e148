// The world in outlines.
import classes from "./Map.module.css";
import { toPixels, worldSize, type Look, type Size } from "./mercator";
import { GRATICULE, OUTLINE } from "./outline";

export default function Outlines({ look, size }: { look: Look; size: Size }) {
  const origin = toPixels({ x: 0, y: 0 }, look, size);
  const transform = `translate(${origin.x} ${origin.y}) scale(${worldSize(look.zoom) / 1000})`;
  return (
    <svg className={classes.world} width={size.width} height={size.height} aria-hidden>
      <g transform={transform}>
        <path className={classes.graticule} d={GRATICULE} />
        <path className={classes.land} d={OUTLINE} />
      </g>
    </svg>
  );
}
