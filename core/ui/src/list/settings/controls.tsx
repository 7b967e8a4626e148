// One control for each setting of a form.
import { SegmentedControl, Select, Text } from "@mantine/core";
import type { ComponentType } from "react";
import { canBeLanes } from "../../board/places";
import { dateField } from "../../calendar/days";
import { t } from "../../i18n";
import { FieldList } from "../FieldList";
import { colorField, fieldOf, isDated, rosterField, spanFields } from "../places";
import type { ListState } from "../useListState";
import { groupField } from "../view";
import { FieldSelect } from "./FieldSelect";
import { FiguresControl } from "./FiguresControl";
import { GroupControl } from "./GroupControl";
import { LimitsControl } from "./LimitsControl";
import type { Setting } from "./settings";

type Control = ComponentType<{ state: ListState }>;

const ColumnsBy: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("Columns by")} value={groupField(object, view)} accepts={(field) => field.type === "choice" && Boolean(field.options)} onChange={(group_by) => change({ group_by })} />
);

const Lanes: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("Lanes by")} value={view.split_by || undefined} accepts={(field) => canBeLanes(field) && field.name !== groupField(object, view)} withSystem canBeNone onChange={(split_by) => change({ split_by })} />
);

const CardFields: Control = ({ state: { object, view, change } }) => (
  <div>
    <Text size="xs" fw={500} mb={4}>
      {t("On the cards")}
    </Text>
    <FieldList object={object} names={view.card ?? []} onChange={(card) => change({ card })} />
  </div>
);

const People: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("Rows")} value={rosterField(object, view)?.name} accepts={(field) => ["user", "reference", "master_detail"].includes(field.type)} withSystem onChange={(group_by) => change({ group_by })} />
);

const Day: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("Day of")} value={dateField(object, view)?.name} accepts={isDated} withSystem onChange={(start) => change({ start })} />
);

const Start: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("From")} value={spanFields(object, view)?.start.name} accepts={isDated} onChange={(start) => change({ start })} />
);

const End: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("Until")} value={view.end || (view.form === "gantt" ? spanFields(object, view)?.end.name : undefined)} accepts={isDated} canBeNone={view.form === "calendar"} onChange={(end) => change({ end })} />
);

const Place: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("Place")} value={fieldOf(object, view.place, ["geo"])?.name} accepts={(field) => field.type === "geo"} onChange={(place) => change({ place })} />
);

const Picture: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("Picture")} value={fieldOf(object, view.image, ["image"])?.name} accepts={(field) => field.type === "image"} onChange={(image) => change({ image })} />
);

const Color: Control = ({ state: { object, view, change } }) => (
  <FieldSelect object={object} label={t("Colour by")} value={colorField(object, view)?.name} accepts={(field) => field.type === "choice"} onChange={(color_by) => change({ color_by })} />
);

const Group: Control = ({ state }) => <GroupControl state={state} part="group_by" label={t("Group by")} canBeNone />;
const Rows: Control = ({ state }) => <GroupControl state={state} part="group_by" label={t("Rows")} />;
const Across: Control = ({ state }) => <GroupControl state={state} part="split_by" label={t("Columns by")} canBeNone />;

const Frozen: Control = ({ state: { view, change } }) => {
  const counts = Array.from({ length: Math.min(5, view.columns?.length ?? 1) }, (_, at) => String(at + 1));
  return <Select size="xs" label={t("Columns that stay while others scroll")} data={counts} value={String(view.frozen ?? 1)} allowDeselect={false} onChange={(count) => change({ frozen: Number(count) === 1 ? undefined : Number(count) })} />;
};

const Density: Control = ({ state: { view, change } }) => {
  const data = [
    { value: "compact", label: t("Compact") },
    { value: "normal", label: t("Normal") },
    { value: "roomy", label: t("Roomy") },
  ];
  return (
    <div>
      <Text size="xs" fw={500} mb={4}>
        {t("Height of rows")}
      </Text>
      <SegmentedControl fullWidth size="xs" aria-label={t("Height of rows")} data={data} value={view.density || "normal"} onChange={(density) => change({ density: density === "normal" ? undefined : (density as "compact" | "roomy") })} />
    </div>
  );
};

export const CONTROLS: Record<Setting, Control> = {
  group: Group, columnsBy: ColumnsBy, rows: Rows, across: Across, figures: FiguresControl, card: CardFields, lanes: Lanes, limits: LimitsControl, day: Day, people: People, start: Start, end: End,
  place: Place, image: Picture, color: Color, frozen: Frozen, density: Density,
};
