// A view as a map: records where they are, near ones as one; pulled, zoomed, walked by keys.
import { ActionIcon, Center, Text, Tooltip } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { RecordData, UiField } from "../api/types";
import { Problem } from "../app/ErrorBoundary";
import { both } from "../filter/write";
import { t } from "../i18n";
import { usePages, useRows, useTotal, type Listing } from "../list/data";
import { EmptyList } from "../list/EmptyList";
import type { FormProps } from "../list/form";
import { ListSkeleton } from "../list/ListSkeleton";
import { colorField, fieldOf } from "../list/places";
import { clustersOf, type Cluster, type Placed } from "./clusters";
import { Ground } from "./Ground";
import classes from "./Map.module.css";
import { Markers } from "./Markers";
import { fitted, spotOf, zoomed, type Look } from "./mercator";
import { usePan } from "./usePan";

const AT_ONCE = 1000;
const MOST = 5000;

function placedOf(rows: RecordData[], field: UiField): Placed[] {
  return rows.flatMap((record) => {
    const value = record[field.name] as { lat?: unknown; lng?: unknown } | null;
    const [lat, lng] = [Number(value?.lat), Number(value?.lng)];
    return value && Number.isFinite(lat) && Number.isFinite(lng) ? [{ record, spot: spotOf(lat, lng) }] : [];
  });
}

/** All records that have a place, as far as a map can show them. */
function usePlaced(listing: Listing, field: UiField) {
  const asked = useMemo(() => ({ ...listing, filter: both(listing.filter, `NOT ISBLANK(${field.name}.lat)`), limit: AT_ONCE }), [listing, field]);
  const pages = usePages(asked);
  const rows = useRows(pages.data);
  const total = useTotal(asked);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && rows.length < MOST) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length]);
  return { pages, total, placed: useMemo(() => placedOf(rows, field), [rows, field]) };
}

function Tools({ zoom, fit }: { zoom: (by: number) => void; fit: () => void }) {
  const tools = [
    { label: t("Nearer"), icon: IconPlus, run: () => zoom(1) },
    { label: t("Farther"), icon: IconMinus, run: () => zoom(-1) },
    { label: t("Show all"), icon: IconFocusCentered, run: fit },
  ];
  return (
    <div className={classes.tools}>
      {tools.map(({ label, icon: Shown, run }) => (
        <Tooltip key={label} label={label} position="left">
          <ActionIcon variant="default" size={32} aria-label={label} onClick={run}>
            <Shown size={16} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}

function Shown({ state, listing, field }: FormProps & { field: UiField }) {
  const { pages, placed, total } = usePlaced(listing, field);
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const size = useMemo(() => ({ width, height }), [width, height]);
  const [own, setLook] = useState<Look | null>(null);
  const whole = useMemo(() => fitted(placed.map(({ spot }) => spot), size), [placed, size]);
  const look = own ?? whole;
  const change = useCallback((make: (look: Look) => Look) => setLook((now) => make(now ?? whole)), [whole]);
  const { handlers, onWheel } = usePan(size, change);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  });
  const clusters = useMemo(() => clustersOf(placed, look.zoom), [placed, look.zoom]);
  const approach = useCallback(({ placed: some }: Cluster) => setLook((now) => {
    const near = fitted(some.map(({ spot }) => spot), size);
    return near.zoom > (now ?? whole).zoom + 0.5 ? near : { ...near, zoom: (now ?? whole).zoom + 1.5 };
  }), [size, whole]);
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <ListSkeleton />;
  if (placed.length === 0) return <EmptyList state={state} />;
  const zoom = (by: number) => change((now) => zoomed(now, by, { x: width / 2, y: height / 2 }, size));
  return (
    <div ref={frame} className={classes.map} tabIndex={0} role="region" aria-label={t("Map")} {...handlers}>
      <div ref={ref} className={classes.plane}>
        <Ground look={look} size={size} />
        <Markers clusters={clusters} look={look} size={size} state={state} colors={colorField(state.object, state.view)} approach={approach} />
      </div>
      <Tools zoom={zoom} fit={() => setLook(null)} />
      <Text size="xs" className={classes.total}>
        {total !== undefined && total > placed.length ? t("{n} of {count} records are shown; narrow the filter.", { n: placed.length, count: total }) : t("{count} records", { count: placed.length })}
      </Text>
    </div>
  );
}

export default function MapPage(props: FormProps) {
  const { object, view } = props.state;
  const field = fieldOf(object, view.place, ["geo"]);
  if (field) return <Shown {...props} field={field} />;
  return (
    <Center h="100%">
      <Text c="dimmed">{t("A map needs a field with a place.")}</Text>
    </Center>
  );
}
