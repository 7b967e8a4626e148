// A view as a Gantt: each record a bar from one date to another, on a line of days, weeks or months.
import { ActionIcon, Button, Center, SegmentedControl, Text } from "@mantine/core";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject, type UIEvent } from "react";
import type { RecordData } from "../api/types";
import { Problem } from "../app/ErrorBoundary";
import { addDays, today } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { both } from "../filter/write";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { usePages, useRows, useTotal, type Listing } from "../list/data";
import { EmptyList } from "../list/EmptyList";
import type { FormProps } from "../list/form";
import { ListSkeleton } from "../list/ListSkeleton";
import { colorField, spanFields, type Span } from "../list/places";
import type { ListState } from "../list/useListState";
import { BarOf } from "./BarOf";
import classes from "./Gantt.module.css";
import { Grid, Head } from "./Head";
import { barOf, daysBetween, lineOf, SCALES, STEPS, WIDTHS, type Bar, type Line, type Scale } from "./time";
import { useSpan } from "./useSpan";

const ROW = 38;
const MARGIN = 12; // rows drawn beyond those that are seen
const AHEAD = 20;

interface Seen {
  left: number;
  top: number;
  width: number;
  height: number;
  /** The width of the names, which stay. */
  names: number;
}

/** What of the whole is seen, in pixels; told once per frame. */
function useSeen(box: RefObject<HTMLDivElement | null>, names: number) {
  const [seen, setSeen] = useState<Seen>({ left: 0, top: 0, width: 1440, height: 900, names });
  const frame = useRef(0);
  const onScroll = useCallback(({ currentTarget: { scrollLeft, scrollTop, clientWidth, clientHeight } }: UIEvent<HTMLDivElement>) => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => setSeen({ left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight, names }));
  }, [names]);
  const jump = useCallback(
    (left: number) => {
      if (box.current) box.current.scrollLeft = left;
    },
    [box],
  );
  return { seen, onScroll, jump };
}

/** Leads to a bar that lies outside of what is seen. */
function Away({ bar, line, width, seen, jump, name }: { bar: Bar; line: Line; width: number; seen: Seen; jump: (left: number) => void; name: string }) {
  const [from, to] = [daysBetween(line.begin, bar.from) * width, (daysBetween(line.begin, bar.to) + 1) * width];
  const isBefore = to < seen.left;
  const isAfter = from > seen.left + seen.width - seen.names;
  if (!isBefore && !isAfter) return null;
  const Arrow = isBefore ? IconArrowLeft : IconArrowRight;
  return (
    <ActionIcon className={classes.away} data-before={isBefore || undefined} variant="subtle" color="gray" size={24} style={isAfter ? { left: seen.width - 34 } : undefined} aria-label={t("Show the bar of {name}", { name })} onClick={() => jump(from - 60)}>
      <Arrow size={14} />
    </ActionIcon>
  );
}

function Rows({ state, listing, span, rows, line, width, scale, seen, jump }: { state: ListState; listing: Listing; span: Span; rows: { record: RecordData; bar: Bar | null }[]; line: Line; width: number; scale: Scale; seen: Seen; jump: (left: number) => void }) {
  const { object, show, open } = state;
  const move = useSpan(listing, span);
  const onMove = useCallback((record: RecordData, before: Bar, after: Bar) => void move(record, before, after), [move]);
  const colors = colorField(object, state.view);
  const first = Math.max(0, Math.floor(seen.top / ROW) - MARGIN);
  const canMove = object.rights.edit && (span.start.editable || span.end.editable);
  return rows.slice(first, Math.ceil((seen.top + seen.height) / ROW) + MARGIN).map(({ record, bar }, at) => {
    const name = String(record[object.name_field] ?? t("Without a name"));
    const color = colors?.options?.find((option) => option.value === record[colors.name])?.color;
    return (
      <div key={record.id} className={classes.row} role="listitem" style={{ insetBlockStart: (first + at) * ROW }}>
        <button type="button" className={classes.name} onClick={() => show(record.id)}>
          <span className="dg-ellipsis">{name}</span>
        </button>
        {bar && <Away bar={bar} line={line} width={width} seen={seen} jump={jump} name={name} />}
        {bar && <BarOf record={record} name={name} bar={bar} line={line} width={width} step={STEPS[scale]} color={color ?? object.color} canMove={canMove} isOpen={open === record.id} open={() => show(record.id)} move={onMove} />}
      </div>
    );
  });
}

/** Records that have a date, in the order of time unless the view says otherwise. */
function useDated(listing: Listing, { start, end }: Span): Listing {
  return useMemo(() => ({ ...listing, filter: both(listing.filter, `NOT (ISBLANK(${start.name}) AND ISBLANK(${end.name}))`), sort: listing.sort || start.name }), [listing, start, end]);
}

function Bars({ state, listing, span }: FormProps & { span: Span }) {
  const { view, change } = state;
  const { zone } = useLocale();
  const isPhone = useIsPhone();
  const scale: Scale = SCALES.find((one) => one === view.scale) ?? "week";
  const width = WIDTHS[scale];
  const asked = useDated(listing, span);
  const pages = usePages(asked);
  const records = useRows(pages.data);
  const total = useTotal(asked);
  const rows = useMemo(() => records.map((record) => ({ record, bar: barOf(span, record, zone) })), [records, span, zone]);
  const now = today(zone);
  const line = useMemo(() => lineOf(rows.flatMap(({ bar }) => bar ?? []), now, scale), [rows, now, scale]);
  const box = useRef<HTMLDivElement>(null);
  const names = isPhone ? 116 : 240;
  const { seen, onScroll, jump } = useSeen(box, names);
  const toToday = useCallback(() => jump(daysBetween(line.begin, now) * width - 180), [jump, line.begin, now, width]);
  const firstBar = rows.find(({ bar }) => bar)?.bar;
  const isNow = rows.slice(0, AHEAD).some(({ bar }) => bar && bar.to >= now && bar.from <= addDays(now, 30));
  const opens = isNow || !firstBar ? null : firstBar.from;
  useEffect(() => {
    if (opens) jump(daysBetween(line.begin, opens) * width - 60);
    else toToday();
  }, [opens, jump, line.begin, width, toToday]);
  const isNearEnd = (seen.top + seen.height) / ROW > records.length - AHEAD;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <ListSkeleton />;
  if (records.length === 0) return <EmptyList state={state} />;
  const from = Math.floor(seen.left / width) - 8;
  const to = Math.ceil((seen.left + seen.width) / width) + 8;
  const scales = [
    { value: "day", label: t("Days") },
    { value: "week", label: t("Weeks") },
    { value: "month", label: t("Months") },
  ];
  return (
    <div className={classes.gantt}>
      <div className={classes.tools}>
        <SegmentedControl size="xs" aria-label={t("Scale")} data={scales} value={scale} onChange={(next) => change({ scale: next as Scale })} />
        <Button variant="default" size="compact-sm" onClick={toToday}>{t("Today")}</Button>
        <Text size="xs" c="dimmed" className="dg-ellipsis">{total === undefined ? "" : t("{count} records", { count: total })}</Text>
      </div>
      <div ref={box} className={classes.scroll} onScroll={onScroll} style={{ ["--dg-names" as string]: `${names}px` }}>
        <div className={classes.head} style={{ width: names + line.days * width }}>
          <span className={classes.corner}>{state.object.label}</span>
          <Head line={line} scale={scale} width={width} from={from} to={to} />
        </div>
        <div className={classes.body} role="list" style={{ width: names + line.days * width, height: rows.length * ROW }}>
          <div className={classes.grid} aria-hidden>
            <Grid line={line} scale={scale} width={width} from={from} to={to} />
            <i className={classes.today} style={{ insetInlineStart: (daysBetween(line.begin, now) + 0.5) * width }} />
          </div>
          <Rows state={state} listing={listing} span={span} rows={rows} line={line} width={width} scale={scale} seen={seen} jump={jump} />
        </div>
      </div>
    </div>
  );
}

export default function Gantt(props: FormProps) {
  const { object, view } = props.state;
  const span = useMemo(() => spanFields(object, view), [object, view]);
  if (span) return <Bars {...props} span={span} />;
  return (
    <Center h="100%">
      <Text c="dimmed">{t("A Gantt needs two fields with dates.")}</Text>
    </Center>
  );
}
