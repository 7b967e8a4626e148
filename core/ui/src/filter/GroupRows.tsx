// Conditions that hold together, or of which one holds; groups stand within groups.
import { Button, CloseButton, Group as Row, SegmentedControl } from "@mantine/core";
import { IconBrackets, IconPlus } from "@tabler/icons-react";
import type { UiObject } from "../api/types";
import { t } from "../i18n";
import { ConditionRow } from "./ConditionRow";
import classes from "./filter.module.css";
import { condition, group, replaced, type Group, type Item, type Join } from "./model";

interface GroupRowsProps {
  object: UiObject;
  group: Group;
  onChange: (next: Group | null) => void;
  depth?: number;
}

const DEEPEST = 2;

function JoinPicker({ value, onChange }: { value: Join; onChange: (join: Join) => void }) {
  const joins = [
    { value: "AND", label: t("All of these") },
    { value: "OR", label: t("Any of these") },
  ];
  return <SegmentedControl size="xs" aria-label={t("How the conditions belong together")} data={joins} value={value} onChange={(join) => onChange(join as Join)} />;
}

function AddButtons({ add, depth }: { add: (item: Item) => void; depth: number }) {
  return (
    <Row gap={6}>
      <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} onClick={() => add(condition("", "contains"))}>
        {t("Condition")}
      </Button>
      {depth < DEEPEST && (
        <Button variant="subtle" size="compact-xs" color="gray" leftSection={<IconBrackets size={13} />} onClick={() => add(group("OR", [condition("", "contains")]))}>
          {t("Group")}
        </Button>
      )}
    </Row>
  );
}

export function GroupRows({ object, group: shown, onChange, depth = 0 }: GroupRowsProps) {
  const set = (items: Item[]) => onChange({ ...shown, items });
  const replace = (key: string) => (next: Item | null) => set(replaced(shown.items, key, next));
  return (
    <div className={depth > 0 ? classes.nested : classes.root}>
      {(shown.items.length > 1 || depth > 0) && (
        <Row justify="space-between">
          <JoinPicker value={shown.join} onChange={(join) => onChange({ ...shown, join })} />
          {depth > 0 && <CloseButton size="sm" aria-label={t("Remove the group")} onClick={() => onChange(null)} />}
        </Row>
      )}
      {shown.items.map((item) =>
        item.kind === "group" ? (
          <GroupRows key={item.key} object={object} group={item} onChange={replace(item.key)} depth={depth + 1} />
        ) : (
          <ConditionRow key={item.key} object={object} condition={item} onChange={replace(item.key)} />
        ),
      )}
      <AddButtons add={(item) => set([...shown.items, item])} depth={depth} />
    </div>
  );
}
