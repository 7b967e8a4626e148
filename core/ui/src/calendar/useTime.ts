// The time that a calendar shows, the records in it, and how they are carried to another.
import { KeyboardSensor, MouseSensor, pointerWithin, rectIntersection, TouchSensor, useSensor, useSensors, type CollisionDetection } from "@dnd-kit/core";
import { useMemo } from "react";
import { useSearchParams } from "react-router";
import type { RecordData, UiField } from "../api/types";
import { addDays, today } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { both } from "../filter/write";
import type { Listing } from "../list/data";
import type { Shown } from "./CalendarHead";
import { between, dayOf, mondayOf, nextMonth, weekOf, weeksOf } from "./days";

const MOST = 500;

/** The time that is shown, as the address says: a month, or the Monday of a week. */
export function useShownTime(scale: "month" | "week"): Shown {
  const [params, setParams] = useSearchParams();
  const { zone } = useLocale();
  const now = today(zone);
  const month = params.get("month") ?? now.slice(0, 7);
  const week = params.get("week") ?? mondayOf(now);
  const go = (name: "month" | "week", value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const weeks = useMemo(() => (scale === "week" ? [weekOf(week)] : weeksOf(month)), [scale, week, month]);
  const step = (count: number) => (scale === "week" ? go("week", addDays(week, count * 7)) : go("month", nextMonth(month, count)));
  const toToday = () => (scale === "week" ? go("week", mondayOf(now)) : go("month", now.slice(0, 7)));
  return { scale, month, weeks, step, toToday };
}

export function useDays(rows: RecordData[], field: UiField): Map<string, RecordData[]> {
  const { zone } = useLocale();
  return useMemo(() => Map.groupBy(rows, (record) => dayOf(field, record, zone) ?? ""), [rows, field, zone]);
}

export function useTimeListing(listing: Listing, field: UiField, weeks: string[][]): Listing {
  return useMemo(() => {
    const [from, to] = [weeks[0]?.[0] ?? "", weeks.at(-1)?.at(-1) ?? ""];
    return { ...listing, filter: both(listing.filter, between(field, from, to)), sort: field.name, limit: MOST };
  }, [listing, field, weeks]);
}

/** Letters and Enter open what stands in a day; Space lifts it. */
export function useDaySensors() {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] } }),
  );
}

/** The day or hour under the pointer; for keys, the one that the entry overlaps. */
export const collision: CollisionDetection = (args) => (args.pointerCoordinates ? pointerWithin(args) : rectIntersection(args));
