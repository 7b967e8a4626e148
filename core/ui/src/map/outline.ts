// The outlines of countries (Natural Earth, in the public domain) as one path on the map's plane, a thousand units wide.
import atlas from "world-atlas/countries-110m.json";
import { spotOf } from "./mercator";

interface Topology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: { countries: { geometries: { type: string; arcs: number[][] | number[][][] }[] } };
}

const UNIT = 1000;
const FAR = UNIT / 2; // a line that long goes round the world, not across it

type Point = readonly [number, number];

/** An arc is stored as steps from point to point. */
function decoded({ transform: { scale, translate }, arcs }: Topology): Point[][] {
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      const spot = spotOf(y * scale[1] + translate[1], x * scale[0] + translate[0]);
      return [spot.x * UNIT, spot.y * UNIT] as const;
    });
  });
}

/** A ring names its arcs; a negative number means one read backwards. */
function ringPath(arcs: Point[][], ring: number[]): string {
  const points = ring.flatMap((at) => (at < 0 ? [...(arcs[~at] ?? [])].reverse() : (arcs[at] ?? [])));
  return `${points.map(([x, y], at) => `${at === 0 || Math.abs(x - (points[at - 1]?.[0] ?? x)) > FAR ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`).join("")}Z`;
}

function pathOf(topology: Topology): string {
  const arcs = decoded(topology);
  const rings = topology.objects.countries.geometries.flatMap(({ type, arcs: own }) => (type === "MultiPolygon" ? (own as number[][][]).flat() : (own as number[][])));
  return rings.map((ring) => ringPath(arcs, ring)).join("");
}

export const OUTLINE = pathOf(atlas as unknown as Topology);

const degrees = (from: number, to: number, step: number): number[] => Array.from({ length: (to - from) / step + 1 }, (_, at) => from + at * step);

/** Meridians and parallels, fifteen degrees apart. */
export const GRATICULE = [
  ...degrees(-180, 180, 15).map((lng) => `M${(lng / 360 + 0.5) * UNIT} 0V${UNIT}`),
  ...degrees(-75, 75, 15).map((lat) => `M0 ${(spotOf(lat, 0).y * UNIT).toFixed(2)}H${UNIT}`),
].join("");
