// The conditions that hold, in words; a click edits, the cross takes one away.
import { CloseButton, UnstyledButton } from "@mantine/core";
import { useCatalogue } from "../api/client";
import type { UiField, UiObject } from "../api/types";
import { useNamed } from "../fields/useNamed";
import { useText } from "../fields/display";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import classes from "./filter.module.css";
import { ME, replaced, type Condition, type Item } from "./model";
import { unitLabel, unitsLabel } from "./OperandInput";
import { kindOf, OPERATORS } from "./operators";
import { parseFilter } from "./parse";
import { writeFilter } from "./write";

function RecordName({ to, id }: { to: string; id: string }) {
  return <>{useNamed(to, id).name}</>;
}

function Operand({ field, value }: { field: UiField; value: string }) {
  const text = useText();
  if (value === ME) return <>{t("Me")}</>;
  const option = field.options?.find((one) => one.value === value);
  if (option) return <>{option.label}</>;
  if (kindOf(field) === "record" && typeof field.to === "string") return <RecordName to={field.to} id={value} />;
  const shown = kindOf(field) === "datetime" ? { ...field, type: "date", returns: undefined } : field;
  return <>{kindOf(field) === "number" ? value : text(shown, value) || value}</>;
}

function Operands({ field, condition: { operator, values } }: { field: UiField; condition: Condition }) {
  const { operands } = OPERATORS[operator];
  if (operands === "unit") return <b>{unitLabel(values[0] ?? "")}</b>;
  if (operands === "count") return <b>{`${values[0]} ${unitsLabel(values[1] ?? "", Number(values[0]))}`}</b>;
  return (
    <b className="dg-ellipsis">
      {values.map((value, at) => (
        <span key={value}>
          {at > 0 && ", "}
          <Operand field={field} value={value} />
        </span>
      ))}
    </b>
  );
}

export function Words({ object, item }: { object: UiObject; item: Item }) {
  const catalogue = useCatalogue();
  if (item.kind === "group") return <em>{t("{count} conditions", { count: item.items.length })}</em>;
  const path = resolvePath(catalogue, object.name, item.path);
  if (!path) return <em>{item.path}</em>;
  return (
    <>
      <span className="dg-ellipsis">{path.label}</span>{" "}
      <em>{OPERATORS[item.operator].label(kindOf(path.field))}</em>{" "}
      <Operands field={path.field} condition={item} />
    </>
  );
}

interface FilterChipsProps {
  object: UiObject;
  filter: string;
  onChange: (filter: string) => void;
  edit: () => void;
}

export function FilterChips({ object, filter, onChange, edit }: FilterChipsProps) {
  const catalogue = useCatalogue();
  const parsed = parseFilter(filter);
  if (!parsed || parsed.join === "OR") return <Chip remove={() => onChange("")} edit={edit}><em className="dg-ellipsis">{parsed ? t("Any of {count} conditions", { count: parsed.items.length }) : filter}</em></Chip>;
  const without = (key: string) => onChange(writeFilter(catalogue, object.name, { ...parsed, items: replaced(parsed.items, key, null) }));
  return parsed.items.map((item) => (
    <Chip key={item.key} edit={edit} remove={() => without(item.key)}>
      <Words object={object} item={item} />
    </Chip>
  ));
}

function Chip({ edit, remove, children }: { edit: () => void; remove: () => void; children: React.ReactNode }) {
  return (
    <span className={classes.chip}>
      <UnstyledButton onClick={edit}>{children}</UnstyledButton>
      <CloseButton size="xs" aria-label={t("Remove the condition")} onClick={remove} />
    </span>
  );
}
