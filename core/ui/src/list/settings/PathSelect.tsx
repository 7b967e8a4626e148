// Chooses a field of the object or of a record that it refers to; none at all, where that is possible.
import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useCatalogue } from "../../api/client";
import type { UiField, UiObject } from "../../api/types";
import { offeredFields } from "../../filter/FieldPicker";
import { t } from "../../i18n";

interface PathSelectProps {
  object: UiObject;
  label: string;
  value: string | null;
  accepts: (field: UiField) => boolean;
  onChange: (path: string) => void;
  canBeNone?: boolean;
}

export function PathSelect({ object, label, value, accepts, onChange, canBeNone }: PathSelectProps) {
  const catalogue = useCatalogue();
  const offered = useMemo(() => offeredFields(catalogue, object, accepts), [catalogue, object, accepts]);
  return (
    <Select
      size="xs"
      style={{ flex: 1 }}
      label={label}
      placeholder={canBeNone ? t("Nothing") : label}
      data={offered}
      value={value}
      searchable
      openOnFocus={false}
      clearable={canBeNone}
      allowDeselect={false}
      nothingFoundMessage={t("Nothing found")}
      maxDropdownHeight={320}
      onChange={(path) => (path || canBeNone) && onChange(path ?? "")}
    />
  );
}
