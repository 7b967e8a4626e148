// Edits links to other records, by looking them up.
import { Group, Input, Pill, Select } from "@mantine/core";
import { useState } from "react";
import { useCatalogue } from "../../api/client";
import type { Named } from "../../api/types";
import { t } from "../../i18n";
import { Lookup } from "../Lookup";
import { isNamed, type Reference } from "../shapes";
import type { EditorProps } from "../types";
import { inputProps, type InputProps } from "./common";
import classes from "./editors.module.css";

const target = ({ field }: EditorProps): string => (typeof field.to === "string" && field.to !== "*" ? field.to : "user");

const named = (value: unknown): Named | null => {
  if (isNamed(value)) return value;
  return typeof value === "string" && value ? { id: value, name: "" } : null;
};

export function ReferenceEditor(props: EditorProps) {
  const pick = (value: Named | null) => {
    props.onChange(value);
    props.onPick?.(value);
  };
  return <Lookup {...inputProps(props)} to={target(props)} value={named(props.value)} onChange={pick} />;
}

export function ManyReferencesEditor(props: EditorProps) {
  const chosen = (Array.isArray(props.value) ? props.value : []).map(named).filter((one): one is Named => one !== null);
  const { label, description, error, withAsterisk, inputWrapperOrder, size, ...rest } = inputProps(props);
  const add = (one: Named | null) => one && !chosen.some(({ id }) => id === one.id) && props.onChange([...chosen, one]);
  return (
    <Input.Wrapper label={label} inputWrapperOrder={inputWrapperOrder} description={description} error={error} withAsterisk={withAsterisk} size={size}>
      {chosen.length > 0 && (
        <Pill.Group className={classes.chosen}>
          {chosen.map((one) => (
            <Pill key={one.id} withRemoveButton={!rest.disabled} removeButtonProps={{ "aria-label": t("Remove {name}", { name: one.name }), "aria-hidden": false, tabIndex: 0 }} onRemove={() => props.onChange(chosen.filter(({ id }) => id !== one.id))}>
              {one.name || one.id}
            </Pill>
          ))}
        </Pill.Group>
      )}
      <Lookup {...rest} aria-label={props.field.label} size={size} to={target(props)} value={null} onChange={add} />
    </Input.Wrapper>
  );
}

function useTargets(to: EditorProps["field"]["to"]): { value: string; label: string }[] {
  const { objects } = useCatalogue();
  const names = Array.isArray(to) ? to : Object.keys(objects);
  return names.flatMap((name) => (objects[name] ? [{ value: name, label: objects[name].label }] : []));
}

export function AnyReferenceEditor(props: EditorProps) {
  const value = isNamed(props.value) ? (props.value as Reference) : null;
  const targets = useTargets(props.field.to);
  const isThere = targets.some((one) => one.value === value?.object);
  const [object, setObject] = useState((isThere && value?.object) || (targets[0]?.value ?? ""));
  const { label, description, error, withAsterisk, inputWrapperOrder, size, ...rest } = inputProps(props) satisfies InputProps;
  const pick = (one: Named | null) => {
    const next = one && { ...one, object };
    props.onChange(next);
    props.onPick?.(next);
  };
  return (
    <Input.Wrapper label={label} inputWrapperOrder={inputWrapperOrder} description={description} error={error} withAsterisk={withAsterisk} size={size}>
      <Group gap={4} wrap="nowrap" className={classes.joined}>
        <Select className={classes.kind} size={size} disabled={rest.disabled} data={targets} value={object} allowDeselect={false} searchable aria-label={t("Kind of record")} onChange={(name) => { setObject(name ?? ""); if (value) props.onChange(null); }} />
        <Lookup {...rest} aria-label={props.field.label} size={size} to={object} value={value?.object === object ? value : null} onChange={pick} />
      </Group>
    </Input.Wrapper>
  );
}
