// A view as a gallery: a picture, a name and a few fields of each record.
import { useCallback } from "react";
import type { RecordData, UiField } from "../api/types";
import { Problem } from "../app/ErrorBoundary";
import { t } from "../i18n";
import { Face } from "../list/Face";
import { usePages, useRows, useTotal } from "../list/data";
import { EmptyList } from "../list/EmptyList";
import { useOpenPage, type FormProps } from "../list/form";
import { ListSkeleton } from "../list/ListSkeleton";
import { More } from "../list/More";
import { fieldOf } from "../list/places";
import classes from "./Gallery.module.css";
import { Picture } from "./Picture";

interface TileProps extends Omit<FormProps, "selection"> {
  record: RecordData;
  image: UiField | undefined;
  openPage: (id: string) => void;
}

function Tile({ state, listing, record, image, openPage }: TileProps) {
  const name = String(record[state.object.name_field] ?? t("Without a name"));
  return (
    <li className={classes.tile} data-open={state.open === record.id || undefined}>
      <button type="button" className={classes.button} aria-label={name} onClick={() => state.show(record.id)} onDoubleClick={() => openPage(record.id)}>
        <Picture object={state.object} value={image && record[image.name]} name={name} />
        <span className={classes.face}>
          <Face object={state.object} listing={listing} record={record} without={[image?.name]} />
        </span>
      </button>
    </li>
  );
}

export default function Gallery({ state, listing }: FormProps) {
  const { object, view } = state;
  const pages = usePages(listing);
  const rows = useRows(pages.data);
  const total = useTotal(listing);
  const openPage = useOpenPage(object.name, useCallback(() => rows.map((row) => row.id), [rows]));
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = pages;
  const load = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [fetchNextPage, isFetchingNextPage]);
  if (pages.error && !pages.data) return <Problem error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <ListSkeleton />;
  if (rows.length === 0) return <EmptyList state={state} />;
  return (
    <div className={classes.scroll}>
      <p className={classes.total}>{total === undefined ? "\u00a0" : t("{count} records", { count: total })}</p>
      <ul className={classes.tiles}>
        {rows.map((record) => (
          <Tile key={record.id} state={state} listing={listing} record={record} image={fieldOf(object, view.image, ["image"])} openPage={openPage} />
        ))}
        {hasNextPage && <More className={classes.more} load={load} />}
      </ul>
    </div>
  );
}
