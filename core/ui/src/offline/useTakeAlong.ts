// Has favourites and what was opened lately at hand, also where this device hasn't shown them for a while.
import { useEffect } from "react";
import { useCatalogue } from "../api/client";
import type { UiCatalogue } from "../api/types";
import { readRecord, recordPath } from "../record/data";
import { useFavourites, useRecent, type Bookmark } from "../shell/bookmarks";
import { connection } from "./connection";
import { isFresh } from "./kept";

const MOST = 30;
const SETTLED = 8000; // milliseconds, so that it doesn't compete with what is looked at
const PAUSE = 300;

const settled = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

async function take(catalogue: UiCatalogue, bookmarks: Bookmark[], isOver: () => boolean): Promise<void> {
  await settled(SETTLED);
  for (const { object: name, id } of bookmarks.slice(0, MOST)) {
    const object = catalogue.objects[name];
    if (isOver() || connection.get().isLost) return;
    if (!object || !id || (await isFresh(recordPath(name, id)))) continue;
    await readRecord(object, id).catch(() => undefined);
    await settled(PAUSE);
  }
}

export function useTakeAlong(): void {
  const catalogue = useCatalogue();
  const [favourites] = useFavourites();
  const [recent] = useRecent();
  useEffect(() => {
    const run = { isOver: !navigator.serviceWorker?.controller }; // without it nothing starts offline anyway
    void take(catalogue, [...favourites, ...recent], () => run.isOver);
    return () => {
      run.isOver = true;
    };
  }, [catalogue]);
}
