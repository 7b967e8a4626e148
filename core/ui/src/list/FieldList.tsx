// Fields that are shown, in order, with one more to add: columns of a table, lines of a card.
import { CloseButton } from "@mantine/core";
import { useCallback } from "react";
import { useCatalogue } from "../api/client";
import type { UiField, UiObject } from "../api/types";
import { FieldPicker } from "../filter/FieldPicker";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import { SortableLines } from "../lib/SortableLines";
import classes from "./FieldList.module.css";

interface FieldListProps {
  object: UiObject;
  names: string[];
  onChange: (names: string[]) => void;
  /** A field that must stay. */
  fixed?: string;
}

const NEVER = new Set(["secret", "json"]);

export function FieldList({ object, names, onChange, fixed }: FieldListProps) {
  const catalogue = useCatalogue();
  const labelOf = (name: string) => resolvePath(catalogue, object.name, name)?.label ?? name;
  const shown = names.filter((name) => resolvePath(catalogue, object.name, name));
  const accepts = useCallback((field: UiField) => !NEVER.has(field.type), []);
  const add = (name: string) => onChange(names.includes(name) ? names : [...names, name]);
  return (
    <div className={classes.list}>
      <SortableLines names={shown} onChange={onChange} labelOf={labelOf}>
        {(name) => (
          <>
            <span className={`${classes.label} dg-ellipsis`}>{labelOf(name)}</span>
            {name !== fixed && <CloseButton size="xs" aria-label={t("Hide {name}", { name: labelOf(name) })} onClick={() => onChange(names.filter((one) => one !== name))} />}
          </>
        )}
      </SortableLines>
      <FieldPicker object={object} value={null} onChange={add} accepts={accepts} label={t("Add a field")} />
    </div>
  );
}
