// Records that stand close together, drawn as one.
import type { RecordData } from "../api/types";
import { worldSize, type Spot } from "./mercator";

export interface Placed {
  record: RecordData;
  spot: Spot;
}
export interface Cluster {
  key: string;
  spot: Spot;
  placed: Placed[];
}

const CELL = 52; // pixels
const NEAR = 40;

const middle = (placed: Placed[]): Spot => ({ x: placed.reduce((sum, { spot }) => sum + spot.x, 0) / placed.length, y: placed.reduce((sum, { spot }) => sum + spot.y, 0) / placed.length });

/** Neighbours whose middles would overlap become one. */
function joined(cells: Placed[][], near: number): Placed[][] {
  const kept: { placed: Placed[]; spot: Spot }[] = [];
  for (const placed of cells.sort((one, other) => other.length - one.length)) {
    const spot = middle(placed);
    const host = kept.find((one) => Math.hypot(one.spot.x - spot.x, one.spot.y - spot.y) < near);
    if (!host) kept.push({ placed, spot });
    else host.placed = [...host.placed, ...placed];
  }
  return kept.map(({ placed }) => placed);
}

/** One cluster for each cell of a grid that is fixed to the world, so that panning changes nothing. */
export function clustersOf(placed: Placed[], zoom: number): Cluster[] {
  const size = CELL / worldSize(Math.floor(zoom));
  const cells = Map.groupBy(placed, ({ spot }) => `${Math.floor(spot.x / size)}:${Math.floor(spot.y / size)}`);
  return joined([...cells.values()], NEAR / worldSize(zoom)).map((some) => ({ key: some.map(({ record }) => record.id).sort()[0] ?? "", spot: middle(some), placed: some }));
}
