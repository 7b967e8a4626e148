// What lies under the records: tiles, where the operator set where from, else the outlines of countries.
import { lazy, Suspense } from "react";
import { useMe } from "../api/client";
import classes from "./Map.module.css";
import { toPixels, worldSize, type Look, type Size } from "./mercator";

const Outlines = lazy(() => import("./Outlines"));

const TILE = 256;
const FINEST = 19;

interface GroundProps {
  look: Look;
  size: Size;
}

interface TileAt {
  x: number;
  y: number;
  z: number;
}

function tilesOf({ zoom, x, y }: Look, { width, height }: Size): TileAt[] {
  const z = Math.max(0, Math.min(FINEST, Math.round(zoom)));
  const count = 2 ** z;
  const [across, down] = [width / worldSize(zoom) / 2, height / worldSize(zoom) / 2];
  const range = (from: number, to: number) => Array.from({ length: Math.max(0, Math.min(count - 1, Math.floor(to * count)) - Math.max(0, Math.floor(from * count)) + 1) }, (_, at) => Math.max(0, Math.floor(from * count)) + at);
  return range(y - down, y + down).flatMap((row) => range(x - across, x + across).map((column) => ({ x: column, y: row, z })));
}

function Tiles({ look, size, url }: GroundProps & { url: string }) {
  return tilesOf(look, size).map(({ x, y, z }) => {
    const count = 2 ** z;
    const pixel = toPixels({ x: x / count, y: y / count }, look, size);
    const edge = (TILE * worldSize(look.zoom)) / worldSize(z) + 0.5;
    const src = url.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
    return <img key={`${z}/${x}/${y}`} className={classes.tile} src={src} alt="" draggable={false} style={{ transform: `translate(${pixel.x}px, ${pixel.y}px)`, width: edge, height: edge }} />;
  });
}

export function Ground(props: GroundProps) {
  const { map } = useMe().tenant;
  if (map)
    return (
      <>
        <Tiles {...props} url={map.tiles} />
        {map.credit && <small className={classes.credit}>{map.credit}</small>}
      </>
    );
  return (
    <Suspense fallback={null}>
      <Outlines {...props} />
    </Suspense>
  );
}
