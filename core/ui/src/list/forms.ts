// The forms that a list can take: to add one is to add a record here.
import { IconCalendar, IconLayoutGrid, IconLayoutKanban, IconMap, IconTable, IconTableColumn, IconTimeline, IconUsersGroup } from "@tabler/icons-react";
import type { UiObject, UiView } from "../api/types";
import { dateField, endField } from "../calendar/days";
import { t } from "../i18n";
import { canGroup } from "../lib/groups";
import { lazyPart, type LazyPart } from "../lib/lazyPart";
import type { FormProps } from "./form";
import { colorField, fieldOf, ownFields, rosterField, spanFields } from "./places";
import type { Setting } from "./settings/settings";
import { cardNames, groupField } from "./view";

type Page = LazyPart<FormProps>;

export interface Form {
  label: () => string;
  icon: typeof IconTable;
  page: Page;
  /** What a phone shows instead. */
  phone?: Page;
  /** Whether the object has what the form needs. */
  fits: (object: UiObject, view: UiView) => boolean;
  /** What the form shows of a record. */
  names: (object: UiObject, view: UiView) => (string | undefined)[];
  settings: Setting[];
}

const cards = (view: UiView): string[] => (view.card?.length ? view.card : (view.columns ?? []).slice(0, 5));
const colored = (object: UiObject, view: UiView) => colorField(object, view)?.name;

export const FORMS: Record<UiView["form"], Form> = {
  table: {
    label: () => t("Table"), icon: IconTable, page: lazyPart(() => import("./table/Table")), phone: lazyPart(() => import("./cards/Cards")),
    fits: () => true, names: (_, view) => view.columns ?? [], settings: ["group", "figures", "frozen", "density"],
  },
  board: {
    label: () => t("Board"), icon: IconLayoutKanban, page: lazyPart(() => import("../board/Board")),
    fits: (object, view) => groupField(object, view) !== undefined, names: cardNames, settings: ["columnsBy", "lanes", "limits", "figures", "card"],
  },
  calendar: {
    label: () => t("Calendar"), icon: IconCalendar, page: lazyPart(() => import("../calendar/Calendar")),
    fits: (object, view) => dateField(object, view) !== undefined,
    names: (object, view) => [...(view.columns ?? []), dateField(object, view)?.name, endField(object, view)?.name, colored(object, view)],
    settings: ["day", "end", "color"],
  },
  gantt: {
    label: () => t("Gantt"), icon: IconTimeline, page: lazyPart(() => import("../gantt/Gantt")),
    fits: (object, view) => spanFields(object, view) !== null,
    names: (object, view) => [...Object.values(spanFields(object, view) ?? {}).map((field) => field.name), colored(object, view)],
    settings: ["start", "end", "color"],
  },
  map: {
    label: () => t("Map"), icon: IconMap, page: lazyPart(() => import("../map/MapPage")),
    fits: (object, view) => fieldOf(object, view.place, ["geo"]) !== undefined,
    names: (object, view) => [fieldOf(object, view.place, ["geo"])?.name, ...cards(view), colored(object, view)],
    settings: ["place", "color", "card"],
  },
  gallery: {
    label: () => t("Gallery"), icon: IconLayoutGrid, page: lazyPart(() => import("../gallery/Gallery")),
    fits: (object, view) => fieldOf(object, view.image, ["image"]) !== undefined,
    names: (object, view) => [fieldOf(object, view.image, ["image"])?.name, ...cards(view), colored(object, view)],
    settings: ["image", "card"],
  },
  pivot: {
    label: () => t("Pivot"), icon: IconTableColumn, page: lazyPart(() => import("../pivot/Pivot")),
    fits: (object) => ownFields(object).some(canGroup), names: () => [], settings: ["rows", "across", "figures"],
  },
  roster: {
    label: () => t("Roster"), icon: IconUsersGroup, page: lazyPart(() => import("../roster/Roster")),
    fits: (object, view) => dateField(object, view) !== undefined && rosterField(object, view) !== undefined,
    names: (object, view) => [...(view.columns ?? []), dateField(object, view)?.name, rosterField(object, view)?.name, colored(object, view)],
    settings: ["people", "day", "color"],
  },
};

export type FormName = keyof typeof FORMS;

/** The form of the view, or the table where the object lacks what the form needs. */
export const formOf = (object: UiObject, view: UiView): FormName => (FORMS[view.form]?.fits(object, view) ? view.form : "table");

export const formsOf = (object: UiObject, view: UiView): FormName[] => (Object.keys(FORMS) as FormName[]).filter((name) => FORMS[name].fits(object, view));
