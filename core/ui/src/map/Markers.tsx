// The records on the map: a pin for one, a count for many, a list for those at the very same place.
import { Popover } from "@mantine/core";
import { IconMapPinFilled } from "@tabler/icons-react";
import { useState } from "react";
import type { UiField } from "../api/types";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import type { ListState } from "../list/useListState";
import type { Cluster } from "./clusters";
import classes from "./Map.module.css";
import { toPixels, type Look, type Size } from "./mercator";

interface MarkerProps {
  cluster: Cluster;
  state: ListState;
  colors: UiField | undefined;
  style: { transform: string };
  approach: (cluster: Cluster) => void;
}

const nameOf = (state: ListState, { placed }: Cluster, at = 0): string => String(placed[at]?.record[state.object.name_field] ?? t("Without a name"));

function Pin({ cluster, state, colors, style }: Omit<MarkerProps, "approach">) {
  const record = cluster.placed[0]?.record;
  const color = colors?.options?.find((option) => option.value === record?.[colors.name])?.color ?? state.object.color;
  const name = nameOf(state, cluster);
  return (
    <button type="button" className={classes.pin} style={{ ...style, color: solid(color) }} aria-label={name} title={name} data-open={state.open === record?.id || undefined} onClick={() => record && state.show(record.id)}>
      <IconMapPinFilled size={26} aria-hidden />
    </button>
  );
}

/** Those that no zoom takes apart are listed. */
const isOneSpot = ({ placed }: Cluster): boolean => placed.every(({ spot }) => Math.abs(spot.x - (placed[0]?.spot.x ?? 0)) < 1e-8 && Math.abs(spot.y - (placed[0]?.spot.y ?? 0)) < 1e-8);

function Count({ cluster, state, style, approach }: MarkerProps) {
  const [opened, setOpened] = useState(false);
  const count = cluster.placed.length;
  const size = 30 + Math.min(22, Math.log2(count) * 4);
  return (
    <Popover opened={opened} onChange={setOpened} width={240} trapFocus withinPortal>
      <Popover.Target>
        <button type="button" className={classes.count} style={{ ...style, width: size, height: size, margin: -size / 2 }} aria-label={t("{count} records", { count })} onClick={() => (isOneSpot(cluster) ? setOpened(!opened) : approach(cluster))}>
          {count}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={6} mah={320} style={{ overflowY: "auto" }}>
        {opened && cluster.placed.map(({ record }, at) => (
          <button key={record.id} type="button" className={`${classes.listed} dg-ellipsis`} onClick={() => state.show(record.id)}>
            {nameOf(state, cluster, at)}
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

export function Markers({ clusters, look, size, ...rest }: { clusters: Cluster[]; look: Look; size: Size } & Pick<MarkerProps, "state" | "colors" | "approach">) {
  return clusters.map((cluster) => {
    const pixel = toPixels(cluster.spot, look, size);
    if (pixel.x < -40 || pixel.y < -40 || pixel.x > size.width + 40 || pixel.y > size.height + 40) return null;
    const style = { transform: `translate(${Math.round(pixel.x)}px, ${Math.round(pixel.y)}px)` };
    return cluster.placed.length === 1 ? <Pin key={cluster.key} {...rest} cluster={cluster} style={style} /> : <Count key={cluster.key} {...rest} cluster={cluster} style={style} />;
  });
}
