// A board with lanes: the heads of the columns stay above, each lane goes across all of them and can be folded.
import { useDroppable } from "@dnd-kit/core";
import { Text, UnstyledButton } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useMemo, useState, type CSSProperties } from "react";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import type { Grouping } from "../lib/groups";
import { useStored } from "../lib/stored";
import type { Listing } from "../list/data";
import { ListSkeleton } from "../list/ListSkeleton";
import type { ListState } from "../list/useListState";
import classes from "./Board.module.css";
import { CardsAt, NewCard } from "./CardsAt";
import { ColumnHead } from "./ColumnHead";
import { isOver as isOverLimit, type Column } from "./columns";
import { MOST_LANES, useLanes, type Lane } from "./useLanes";
import type { Axes, Spot } from "./places";

interface LanesProps {
  state: ListState;
  listing: Listing;
  axes: Axes;
  lanes: Grouping;
  columns: Column[];
}
type LaneProps = Omit<LanesProps, "lanes"> & { lane: Lane };

/** Where nothing stands nothing is asked for. */
function Cell({ state, listing, axes, lane, column, isSeen }: Omit<LaneProps, "columns"> & { column: Column; isSeen: boolean }) {
  const spot = useMemo<Spot>(() => ({ column: column.value, lane: lane.value, label: lane.label }), [column.value, lane.value, lane.label]);
  const { setNodeRef, isOver } = useDroppable({ id: `cell:${lane.id}:${column.id}`, data: spot });
  const place = { state, listing, axes, spot };
  return (
    <section ref={setNodeRef} className={classes.cell} data-over={isOver || undefined} data-over-limit={isOverLimit(column) || undefined} aria-label={`${lane.label}: ${column.label}`}>
      {isSeen && lane.counts.has(column.id) && <CardsAt {...place} />}
      <NewCard {...place} />
    </section>
  );
}

/** Cards are asked for when the lane comes near, and stay from then on. */
function useSeen() {
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  const [seen, setSeen] = useState(false);
  if (entry?.isIntersecting && !seen) setSeen(true);
  return { ref, seen };
}

function LaneRow({ lane, columns, ...place }: LaneProps) {
  const { object } = place.state;
  const [folded, setFolded] = useStored(`board.lane.${object.name}.${place.state.view.split_by ?? ""}.${lane.id}`, false);
  const { ref, seen } = useSeen();
  const Fold = folded ? IconChevronRight : IconChevronDown;
  return (
    <section ref={ref} className={classes.lane} aria-label={lane.label}>
      <UnstyledButton className={classes.laneHead} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
        <Fold size={15} aria-hidden />
        {lane.color && <span className={classes.dot} style={{ background: solid(lane.color) }} />}
        <span>{lane.label}</span>
        {!place.state.q && <span className={`${classes.count} dg-number`}>{lane.count}</span>}
      </UnstyledButton>
      {!folded && columns.map((column) => <Cell key={column.id} {...place} lane={lane} column={column} isSeen={seen} />)}
    </section>
  );
}

export function Lanes({ lanes: grouping, columns, ...place }: LanesProps) {
  const lanes = useLanes(place.listing, place.axes.field, grouping);
  if (!lanes) return <ListSkeleton />;
  return (
    <div className={classes.laned}>
      <div className={classes.lanes} style={{ "--columns": columns.length } as CSSProperties}>
        <div className={classes.heads}>
          {columns.map((column) => <ColumnHead key={column.id} column={column} state={place.state} />)}
        </div>
        {lanes.slice(0, MOST_LANES).map((lane) => <LaneRow key={lane.id} {...place} lane={lane} columns={columns} />)}
      </div>
      {lanes.length > MOST_LANES && <Text size="sm" c="dimmed" p="md">{t("Only {n} lanes are shown; narrow the filter to see others.", { n: MOST_LANES })}</Text>}
    </div>
  );
}
