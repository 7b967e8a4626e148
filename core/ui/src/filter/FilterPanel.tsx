// The filter of a list: picked, or written as text. What is complete holds at once.
import { Button, Group as Row, Stack, Text } from "@mantine/core";
import { IconCode, IconListCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useCatalogue } from "../api/client";
import type { UiCatalogue, UiObject } from "../api/types";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import { ExpressionText } from "./ExpressionText";
import { GroupRows } from "./GroupRows";
import { condition, group, type Condition, type Group } from "./model";
import { firstOperator, switchOperator } from "./operators";
import { parseFilter } from "./parse";
import { writeFilter } from "./write";

interface FilterPanelProps {
  object: UiObject;
  filter: string;
  onChange: (filter: string) => void;
  /** A field to begin a condition with. */
  wanted?: string | null;
}

/** A condition on that field, as it is most often asked. */
function asked(catalogue: UiCatalogue, object: string, path: string): Condition[] {
  const field = resolvePath(catalogue, object, path)?.field;
  return field ? [switchOperator(condition(path, "filled"), firstOperator(field))] : [];
}

/** Without conditions there is an empty one to begin with. */
function begun(parsed: Group | null, wanted: Condition[] = []): Group | null {
  if (!parsed) return null;
  if (wanted.length > 0) return { ...parsed, items: [...parsed.items, ...wanted] };
  return parsed.items.length > 0 ? parsed : { ...parsed, items: [condition("", "contains")] };
}

function Foot({ asText, toggle, clear, canPick }: { asText: boolean; toggle: () => void; clear: () => void; canPick: boolean }) {
  const Shown = asText ? IconListCheck : IconCode;
  return (
    <Row justify="space-between" mt={4}>
      <Button variant="subtle" color="gray" size="compact-xs" leftSection={<Shown size={14} />} onClick={toggle} disabled={asText && !canPick}>
        {asText ? t("Pick conditions") : t("Write as text")}
      </Button>
      <Button variant="subtle" color="gray" size="compact-xs" onClick={clear}>
        {t("Clear")}
      </Button>
    </Row>
  );
}

export function FilterPanel({ object, filter, onChange, wanted }: FilterPanelProps) {
  const catalogue = useCatalogue();
  const [draft, setDraft] = useState(() => begun(parseFilter(filter), asked(catalogue, object.name, wanted ?? "")));
  const [asText, setAsText] = useState(draft === null);
  const change = (next: Group | null) => {
    const root = next ?? group("AND");
    setDraft(root);
    onChange(writeFilter(catalogue, object.name, root));
  };
  const applyText = (text: string) => {
    setDraft(begun(parseFilter(text)));
    onChange(text);
  };
  const clear = () => {
    setDraft(begun(group("AND")));
    onChange("");
  };
  return (
    <Stack gap="xs">
      {asText || !draft ? <ExpressionText key={filter} object={object} filter={filter} onApply={applyText} /> : <GroupRows object={object} group={draft} onChange={change} />}
      {!draft && <Text size="xs" c="dimmed">{t("This filter says more than can be picked; it is edited as text.")}</Text>}
      <Foot asText={asText || !draft} toggle={() => setAsText(!asText)} clear={clear} canPick={draft !== null} />
    </Stack>
  );
}
