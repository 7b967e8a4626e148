// Whom a step asks or tells: sources of people, each with what it needs.
import { Button, CloseButton, Input, NumberInput, Select, Switch } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { t } from "../../i18n";
import { useDesigner } from "../context";
import classes from "../designer.module.css";
import { doOf, walked } from "../model";
import { usePeople, useTeams, type Source } from "../say";
import { keyLabel, SOURCES, sourceLabel } from "../words";
import { ConditionInput } from "./Condition";
import { DefinitionSelect, FieldSelect, FormulaInput, holdsUsers, type Common } from "./inputs";

const BLANK: Record<string, unknown> = { manager_of: "owner_id", lead_of: "owner_id", field: "owner_id", initiator: true, previous: true, chosen: true, administrators: true };
const typeOf = (source: Source): string => SOURCES.find((one) => one in source) ?? "user";

interface DetailProps {
  type: string;
  source: Source;
  error?: string;
  onChange: (source: Source) => void;
}

function Detail({ type, source, error, onChange }: DetailProps) {
  const { object, doc, kind } = useDesigner();
  const people = usePeople().data ?? [];
  const teams = useTeams().data ?? [];
  const label = sourceLabel(type);
  const value = source[type] as string | undefined;
  const set = (next: string | undefined) => onChange({ ...source, [type]: next ?? "" });
  const common = { label, error, required: true, value, onChange: set };
  /** With other words beside the source; what is undefined is left out. */
  const withMore = (more: Source) => onChange(Object.fromEntries(Object.entries({ ...source, ...more }).filter(([, one]) => one !== undefined)));
  switch (type) {
    case "lead_of":
      return <FieldSelect {...common} object={object} accepts={holdsUsers} more={[{ value: "initiator", label: t("the initiator") }]} />;
    case "manager_of":
      return (
        <>
          <FieldSelect {...common} object={object} accepts={holdsUsers} more={[{ value: "initiator", label: t("the initiator") }]} />
          <NumberInput label={t("How many levels up")} size="sm" min={1} max={20} allowDecimal={false} value={Number(source.level ?? 1)} onChange={(level) => withMore({ level: Number(level) > 1 ? Number(level) : undefined })} />
          <DefinitionSelect label={t("Only who has the role")} kind="role" value={source.with_role as string | undefined} onChange={(role) => withMore({ with_role: role })} />
        </>
      );
    case "field":
      return <FieldSelect {...common} object={object} accepts={holdsUsers} />;
    case "user":
      return <Select label={label} error={error} withAsterisk searchable data={people.filter(({ email }) => email).map(({ name, email }) => ({ value: String(email), label: String(name) }))} value={value || null} onChange={(next) => set(next ?? "")} nothingFoundMessage={t("Nothing found")} />;
    case "role":
      return <DefinitionSelect {...common} kind="role" />;
    case "team":
      return (
        <>
          <Select label={label} error={error} withAsterisk searchable data={[...new Set(teams.map(({ name }) => String(name)))]} value={value || null} onChange={(next) => set(next ?? "")} nothingFoundMessage={t("Nothing found")} />
          <Switch label={t("Only who leads it")} checked={source.lead === true} onChange={(event) => withMore({ lead: event.currentTarget.checked || undefined })} />
        </>
      );
    case "step": {
      const asking = walked(doc, kind).filter(({ step }) => doOf(step, kind) === "ask" && step.id);
      return <Select label={label} error={error} withAsterisk data={asking.map(({ step }) => ({ value: step.id ?? "", label: step.label ?? step.id ?? "" }))} value={value || null} onChange={(next) => set(next ?? "")} />;
    }
    case "where":
      return <ConditionInput {...common} label={keyLabel("source", "where")} object="user" />;
    case "roles":
      return <FormulaInput {...common} />;
    default:
      return null;
  }
}

interface PeopleProps extends Common<Source[]> {
  /** Where the list stands in the document, and what is wrong below it. */
  errorAt: (...ends: (string | number)[]) => string | undefined;
}

export function PeopleInput({ label, description, error, required, value = [], onChange, errorAt }: PeopleProps) {
  const replace = (place: number, next: Source) => onChange(value.map((one, at) => (at === place ? next : one)));
  const remove = (place: number) => {
    const rest = value.filter((_, at) => at !== place);
    onChange(rest.length || required ? rest : undefined);
  };
  const types = SOURCES.map((one) => ({ value: one, label: sourceLabel(one) }));
  return (
    <Input.Wrapper label={label} description={description} error={error} withAsterisk={required} labelElement="div">
      <div className={classes.rows} role="group" aria-label={label}>
        {value.map((source, place) => {
          const type = typeOf(source);
          return (
            <div key={place} className={classes.source}>
              <div className={classes.sourceHead}>
                <Select size="xs" aria-label={t("Kind of people")} allowDeselect={false} searchable data={types} value={type} maxDropdownHeight={340} onChange={(next) => next && replace(place, { [next]: BLANK[next] ?? "" })} />
                <CloseButton size="sm" aria-label={t("Remove: {name}", { name: sourceLabel(type) })} onClick={() => remove(place)} />
              </div>
              <Detail type={type} source={source} error={errorAt(place, type) ?? errorAt(place)} onChange={(next) => replace(place, next)} />
            </div>
          );
        })}
        <div><Button mt={4} variant="subtle" size="compact-sm" leftSection={<IconPlus size={13} aria-hidden />} onClick={() => onChange([...value, { manager_of: "owner_id" }])}>{t("Add people")}</Button></div>
      </div>
    </Input.Wrapper>
  );
}
