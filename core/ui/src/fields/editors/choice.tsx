// Edits choices, tags, and yes or no.
import { Group, MultiSelect, Select, Switch, TagsInput, type ComboboxItem } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { UiOption } from "../../api/types";
import { t } from "../../i18n";
import { Dot } from "../displays/choice";
import type { EditorProps } from "../types";
import { inputProps } from "./common";

/** Options that the conditions of the form, or the field that this one depends on, leave open. */
function offeredOptions({ field, record, offered, value }: EditorProps): UiOption[] {
  const decider = field.depends_on ? record?.[field.depends_on] : undefined;
  const chosen = new Set(Array.isArray(value) ? value : [value]);
  return (field.options ?? []).filter((option) => {
    if (chosen.has(option.value)) return true;
    if (option.retired) return false;
    if (offered) return offered.includes(option.value);
    return !option.for || !field.depends_on || option.for.includes(String(decider));
  });
}

function OptionLine({ option, options, checked }: { option: ComboboxItem; options: UiOption[]; checked?: boolean }) {
  const full = options.find((one) => one.value === option.value);
  return (
    <Group gap={8} wrap="nowrap" flex={1}>
      {full?.color && <Dot color={full.color} />}
      <span className="dg-ellipsis">{option.label}</span>
      {checked && <IconCheck size={14} style={{ marginInlineStart: "auto", flex: "none" }} aria-hidden />}
    </Group>
  );
}

export function ChoiceEditor(props: EditorProps) {
  const options = offeredOptions(props);
  const chosen = options.find((option) => option.value === props.value);
  const pick = (value: string | null) => {
    props.onChange(value);
    props.onPick?.(value);
  };
  return (
    <Select
      {...inputProps(props)}
      data={options.map(({ value, label }) => ({ value, label }))}
      value={typeof props.value === "string" ? props.value : null}
      onChange={pick}
      searchable={options.length > 7}
      clearable={!props.required}
      clearButtonProps={{ "aria-label": t("Clear") }}
      allowDeselect={false}
      defaultDropdownOpened={!props.label && props.autoFocus}
      nothingFoundMessage={t("Nothing found")}
      leftSection={chosen?.color ? <Dot color={chosen.color} /> : undefined}
      leftSectionWidth={26}
      renderOption={({ option, checked }) => <OptionLine option={option} options={options} checked={checked} />}
    />
  );
}

export function ManyChoicesEditor(props: EditorProps) {
  const options = offeredOptions(props);
  return (
    <MultiSelect
      {...inputProps(props)}
      data={options.map(({ value, label }) => ({ value, label }))}
      value={Array.isArray(props.value) ? props.value.map(String) : []}
      onChange={props.onChange}
      searchable
      hidePickedOptions
      nothingFoundMessage={t("Nothing found")}
      renderOption={({ option, checked }) => <OptionLine option={option} options={options} checked={checked} />}
    />
  );
}

export function TagsEditor(props: EditorProps) {
  return (
    <TagsInput
      {...inputProps(props)}
      value={Array.isArray(props.value) ? props.value.map(String) : []}
      onChange={props.onChange}
      splitChars={[",", "，", "、", ";"]}
      placeholder={t("Type a tag and press Enter")}
      clearable={false}
    />
  );
}

export function BooleanEditor(props: EditorProps) {
  const { size, label, withAsterisk, inputWrapperOrder: _order, ...rest } = inputProps(props);
  const toggle = (value: boolean) => {
    props.onChange(value);
    props.onPick?.(value);
  };
  return <Switch {...rest} label={withAsterisk ? `${label} *` : label} size={size === "xs" ? "xs" : "sm"} checked={Boolean(props.value)} onChange={(event) => toggle(event.currentTarget.checked)} />;
}
