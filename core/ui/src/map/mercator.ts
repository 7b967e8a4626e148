// The map's plane: the world as a square from 0 to 1, north at the top, as all tiles on the web have it.
export interface Spot {
  x: number;
  y: number;
}
/** What is seen: its middle, and how often the world was doubled from 256 pixels. */
export interface Look extends Spot {
  zoom: number;
}
export interface Size {
  width: number;
  height: number;
}

export const LEAST_ZOOM = 0.6;
export const MOST_ZOOM = 17;
const HIGHEST = 85.05;

export function spotOf(lat: number, lng: number): Spot {
  const sine = Math.sin((Math.max(-HIGHEST, Math.min(HIGHEST, lat)) * Math.PI) / 180);
  return { x: lng / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

/** Pixels of the whole world. */
export const worldSize = (zoom: number): number => 256 * 2 ** zoom;

export const limited = (zoom: number): number => Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, zoom));

export const toPixels = (spot: Spot, look: Look, { width, height }: Size): Spot => ({
  x: (spot.x - look.x) * worldSize(look.zoom) + width / 2,
  y: (spot.y - look.y) * worldSize(look.zoom) + height / 2,
});

export const toSpot = (pixel: Spot, look: Look, { width, height }: Size): Spot => ({
  x: look.x + (pixel.x - width / 2) / worldSize(look.zoom),
  y: look.y + (pixel.y - height / 2) / worldSize(look.zoom),
});

const within = (value: number): number => Math.max(0, Math.min(1, value));

export const moved = (look: Look, dx: number, dy: number): Look => ({ ...look, x: within(look.x - dx / worldSize(look.zoom)), y: within(look.y - dy / worldSize(look.zoom)) });

/** Nearer or farther, with the place under the pointer staying where it is. */
export function zoomed(look: Look, by: number, pixel: Spot, size: Size): Look {
  const zoom = limited(look.zoom + by);
  const fixed = toSpot(pixel, look, size);
  const after = toSpot(pixel, { ...look, zoom }, size);
  return { zoom, x: within(look.x + fixed.x - after.x), y: within(look.y + fixed.y - after.y) };
}

const ROOM = 96; // pixels left free around what is fitted
const NEAREST = 12;

/** The look that shows all of the spots. */
export function fitted(spots: Spot[], { width, height }: Size): Look {
  if (spots.length === 0) return { x: 0.5, y: 0.4, zoom: 1.2 };
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((Math.max(width, 2 * ROOM) - ROOM) / Math.max(right - left, 1e-6), (Math.max(height, 2 * ROOM) - ROOM) / Math.max(bottom - top, 1e-6));
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.max(LEAST_ZOOM, Math.min(NEAREST, Math.log2(scale / 256))) };
}
