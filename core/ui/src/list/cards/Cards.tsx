// A view as cards, for phones: more come when the end is near.
import { Button } from "@mantine/core";
import { IconCheck, IconListCheck } from "@tabler/icons-react";
import { useCallback } from "react";
import type { RecordData } from "../../api/types";
import { Problem } from "../../app/ErrorBoundary";
import { Value } from "../../fields/display";
import { isBlank } from "../../fields/shapes";
import { t } from "../../i18n";
import { valueAt, type Path } from "../../lib/paths";
import { usePages, useRows, useTotal } from "../data";
import { EmptyList } from "../EmptyList";
import { useOpenPage, type FormProps } from "../form";
import { ListSkeleton } from "../ListSkeleton";
import { More } from "../More";
import type { Selection } from "../selection";
import classes from "./Cards.module.css";
import { useLongPress } from "./useLongPress";

const SHOWN = 5;

interface CardProps {
  name: string;
  record: RecordData;
  paths: Path[];
  selected: boolean;
  choosing: boolean;
  open: () => void;
  toggle: () => void;
}

function Line({ path, record }: { path: Path; record: RecordData }) {
  const value = valueAt(record, path);
  if (isBlank(value)) return null;
  return (
    <div className={classes.line}>
      <dt className="dg-ellipsis">{path.label}</dt>
      <dd className="dg-ellipsis">
        <Value field={path.field} value={value} record={path.isDirect ? record : undefined} />
      </dd>
    </div>
  );
}

function Card({ name, record, paths, selected, choosing, open, toggle }: CardProps) {
  const press = useLongPress(toggle, choosing ? toggle : open);
  const box = choosing ? { role: "checkbox", "aria-checked": selected } : {};
  return (
    <li className={classes.card} data-selected={selected || undefined}>
      <button type="button" className={classes.name} {...box} {...press}>
        {choosing && <span className={classes.box} data-checked={selected || undefined} aria-hidden>{selected && <IconCheck size={13} stroke={3} />}</span>}
        {name}
      </button>
      <dl className={classes.lines}>
        {paths.slice(0, SHOWN).map((path) => (
          <Line key={path.path} path={path} record={record} />
        ))}
      </dl>
    </li>
  );
}

function Head({ total, selection }: { total: number | undefined; selection: Selection }) {
  const { choosing, choose, clear } = selection;
  return (
    <div className={classes.head}>
      <span className={classes.total}>{total === undefined ? "\u00a0" : t("{count} records", { count: total })}</span>
      <Button variant="subtle" size="compact-sm" leftSection={choosing ? undefined : <IconListCheck size={15} aria-hidden />} onClick={choosing ? clear : choose}>
        {choosing ? t("Cancel") : t("Choose")}
      </Button>
    </div>
  );
}

export default function Cards({ state, listing, selection }: FormProps) {
  const pages = usePages(listing);
  const rows = useRows(pages.data);
  const total = useTotal(listing);
  const openPage = useOpenPage(state.object.name, useCallback(() => rows.map((row) => row.id), [rows]));
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = pages;
  const load = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [fetchNextPage, isFetchingNextPage]);
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <ListSkeleton />;
  if (rows.length === 0) return <EmptyList state={state} />;
  const { name_field: nameField } = state.object;
  return (
    <div className={classes.scroll} data-choosing={selection.choosing || undefined}>
      <Head total={total} selection={selection} />
      <ul className={classes.list}>
        {rows.map((row) => (
          <Card
            key={row.id}
            name={String(row[nameField] ?? t("Without a name"))}
            record={row}
            paths={listing.paths.filter((path) => path.path !== nameField)}
            selected={selection.ids.includes(row.id)}
            choosing={selection.choosing}
            open={() => openPage(row.id)}
            toggle={() => selection.toggle(row.id)}
          />
        ))}
        {hasNextPage && <More className={classes.more} load={load} />}
      </ul>
    </div>
  );
}
