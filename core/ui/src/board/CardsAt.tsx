// The cards of one place on a board, more of them, and a new one.
import { Button, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useCallback } from "react";
import { createRecord } from "../app/create";
import { t } from "../i18n";
import { usePages, useRows, type Listing } from "../list/data";
import { useOpenPage } from "../list/form";
import type { ListState } from "../list/useListState";
import classes from "./Board.module.css";
import { Card } from "./Card";
import { begun, listingOf, type Axes, type Spot } from "./places";

export interface CardsAtProps {
  state: ListState;
  listing: Listing;
  axes: Axes;
  spot: Spot;
}

export function CardsAt({ state, listing, axes, spot }: CardsAtProps) {
  const pages = usePages(listingOf(listing, axes, spot));
  const rows = useRows(pages.data);
  const openPage = useOpenPage(listing.object.name, useCallback(() => rows.map((row) => row.id), [rows]));
  if (!pages.data) return <Skeleton h={84} m={8} w="auto" />;
  return (
    <>
      {rows.map((record) => (
        <Card key={record.id} state={state} listing={listing} field={axes.field} record={record} spot={spot} openPage={openPage} />
      ))}
      {pages.hasNextPage && (
        <Button variant="subtle" color="gray" size="compact-sm" fullWidth flex="none" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("Show more")}
        </Button>
      )}
    </>
  );
}

export function NewCard({ state: { object }, axes, spot }: Omit<CardsAtProps, "listing">) {
  if (!object.rights.create) return null;
  return (
    <Button className={classes.add} variant="subtle" color="gray" size="compact-sm" fullWidth justify="flex-start" leftSection={<IconPlus size={14} />} onClick={() => void createRecord(object.name, begun(axes, spot))}>
      {t("New: {object}", { object: object.label })}
    </Button>
  );
}
