// The list of an object, in whatever form its view has.
import { Suspense, useMemo } from "react";
import { useParams } from "react-router";
import { useObject } from "../api/client";
import type { UiObject } from "../api/types";
import { NotFound } from "../app/NotFound";
import { createRecord } from "../app/create";
import { useShortcuts } from "../app/shortcuts";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { BulkBar } from "./bulk/BulkBar";
import { usePaths, type Listing } from "./data";
import { FilterBar } from "./FilterBar";
import type { FormProps } from "./form";
import { FORMS, formOf } from "./forms";
import classes from "./ListPage.module.css";
import { ListSkeleton } from "./ListSkeleton";
import { PeekPanel } from "./PeekPanel";
import { useSelection } from "./selection";
import { Toolbar } from "./Toolbar";
import { useListState, type ListState } from "./useListState";
import { ViewTabs } from "./views/ViewTabs";

function useShownForm({ object, view }: ListState) {
  const isPhone = useIsPhone();
  const { page, phone } = FORMS[formOf(object, view)];
  return isPhone && phone ? phone : page;
}

/** What the form shows of a record. */
function namesOf({ object, view }: ListState): string[] {
  const shown = FORMS[formOf(object, view)].names(object, view);
  return [...new Set([object.name_field, ...shown])].filter((name) => name !== undefined);
}

function useListing(state: ListState): Listing {
  const { object, view, q } = state;
  const key = namesOf(state).join(",");
  const names = useMemo(() => key.split(","), [key]);
  const paths = usePaths(object, names);
  return useMemo(() => ({ object, paths, filter: view.filter || undefined, sort: view.sort || undefined, q: q || undefined }), [object, paths, view.filter, view.sort, q]);
}

function useListShortcuts(state: ListState, clear: () => void) {
  const { object, open, show } = state;
  const create = { keys: "c", label: t("New: {object}", { object: object.label }), group: t("List"), run: () => void createRecord(object.name), action: true };
  useShortcuts([
    ...(object.rights.create ? [create] : []),
    { keys: "Escape", label: t("Close the panel, clear the selection"), group: t("List"), run: () => (open ? show(null) : clear()) },
  ]);
}

function List({ object }: { object: UiObject }) {
  const state = useListState(object);
  const listing = useListing(state);
  const selection = useSelection();
  const Form = useShownForm(state);
  const isPhone = useIsPhone(); // cards come without an end, so the tools for chosen ones stand before them
  const props: FormProps = { state, listing, selection };
  useListShortcuts(state, selection.clear);
  return (
    <div className={classes.page}>
      <h1 className="dg-hidden">{object.plural}</h1>
      <ViewTabs state={state} />
      <Toolbar state={state} listing={listing} />
      <FilterBar state={state} />
      <div className={classes.body}>
        <div className={classes.form}>
          {isPhone && <BulkBar {...props} />}
          <Suspense fallback={<ListSkeleton />}>
            <Form {...props} />
          </Suspense>
          {!isPhone && <BulkBar {...props} />}
        </div>
        <PeekPanel state={state} />
      </div>
    </div>
  );
}

export default function ListPage() {
  const { object: name = "" } = useParams();
  const object = useObject(name);
  return object ? <List key={object.name} object={object} /> : <NotFound />;
}
