// The parts of a field's form that only some types have.
import { MultiSelect, NumberInput, Select, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { useCatalogue } from "../../api/client";
import type { UiCatalogue } from "../../api/types";
import { t } from "../../i18n";
import { FIELD_KINDS, kindOf, type Part } from "./fieldKinds";
import { activeFields, type FieldDoc, type ObjectDoc, type OptionDoc } from "./documents";
import { ExpressionInput, type NamedField } from "./ExpressionInput";
import { OptionsEditor } from "./OptionsEditor";

export interface PartProps {
  object: ObjectDoc;
  field: FieldDoc;
  /** The field is there already: what can't be changed any more is closed. */
  existing: boolean;
  fields: NamedField[];
  set: (part: Partial<FieldDoc>) => void;
  error: (key: string) => string | undefined;
}

const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
const numberOr = (value: string | number): number | undefined => (value === "" ? undefined : Number(value));

function Length({ field, set, error }: PartProps) {
  return <NumberInput label={t("At most so many characters")} min={1} allowDecimal={false} value={field.max_length as number | undefined ?? ""} error={error("max_length")} onChange={(value) => set({ max_length: numberOr(value) })} />;
}

function Pattern({ field, set, error }: PartProps) {
  return <TextInput label={t("Pattern")} description={t("A regular expression (RE2), such as [A-Z]{2}[0-9]{4}")} value={text(field.pattern)} error={error("pattern")} onChange={(event) => set({ pattern: event.currentTarget.value || undefined })} />;
}

function Scale({ field, set, error }: PartProps) {
  return <NumberInput label={t("Decimals")} min={0} max={10} allowDecimal={false} value={field.scale as number | undefined ?? ""} placeholder="2" error={error("scale")} onChange={(value) => set({ scale: numberOr(value) })} />;
}

function Range({ field, set, error }: PartProps) {
  const bound = (typed: string): unknown => (!typed.trim() ? undefined : field.type === "integer" ? Number(typed) : typed.trim());
  return (
    <SimpleGrid cols={2} spacing={12}>
      <TextInput label={t("At least")} inputMode="decimal" value={text(field.min)} error={error("min")} onChange={(event) => set({ min: bound(event.currentTarget.value) })} />
      <TextInput label={t("At most")} inputMode="decimal" value={text(field.max)} error={error("max")} onChange={(event) => set({ max: bound(event.currentTarget.value) })} />
    </SimpleGrid>
  );
}

function decidersOf({ object, field }: PartProps): { value: string; label: string }[] {
  const decider = object.fields?.[text(field.depends_on)];
  return (decider?.options ?? []).map((option) => ({ value: option.value, label: option.label ?? option.value }));
}

function Options(props: PartProps) {
  return <OptionsEditor options={props.field.options ?? []} deciders={decidersOf(props)} fields={props.fields} error={props.error("options")} onChange={(options: OptionDoc[]) => props.set({ options })} />;
}

function Depends({ object, field, set, error }: PartProps) {
  const choices = activeFields(object).filter(([, one]) => one.type === "choice" && one !== field).map(([value, one]) => ({ value, label: one.label ?? value }));
  if (!choices.length) return null;
  return <Select label={t("The options depend on")} clearable data={choices} value={text(field.depends_on) || null} error={error("depends_on")} onChange={(value) => set({ depends_on: value ?? undefined })} />;
}

function objectsOf(catalogue: UiCatalogue): { value: string; label: string }[] {
  return Object.values(catalogue.objects).map(({ name, label }) => ({ value: name, label })).sort((one, other) => one.label.localeCompare(other.label));
}

function Target({ field, existing, set, error }: PartProps) {
  return <Select label={t("Leads to")} withAsterisk searchable disabled={existing} data={objectsOf(useCatalogue())} value={text(field.to) || null} error={error("to")} onChange={(value) => set({ to: value ?? undefined })} />;
}

function Targets({ field, set, error }: PartProps) {
  const any = field.to === undefined || field.to === "*";
  return (
    <>
      <Switch label={t("Any object")} checked={any} onChange={(event) => set({ to: event.currentTarget.checked ? "*" : [] })} />
      {!any && <MultiSelect label={t("Leads to")} searchable data={objectsOf(useCatalogue())} value={Array.isArray(field.to) ? field.to.map(String) : []} error={error("to")} onChange={(values) => set({ to: values })} />}
    </>
  );
}

function OnDelete({ field, set, error }: PartProps) {
  const choices = [
    { value: "clear", label: t("this reference is emptied") },
    { value: "restrict", label: t("that is refused") },
    { value: "cascade", label: t("this record is deleted too") },
  ];
  return <Select label={t("When the other record is deleted,")} allowDeselect={false} data={choices} value={text(field.on_delete) || "clear"} error={error("on_delete")} onChange={(value) => set({ on_delete: value === "clear" ? undefined : (value ?? undefined) })} />;
}

function Series({ field, set, error }: PartProps) {
  return <TextInput label={t("Number series")} description={t("The name of a series; left empty, the field counts by itself.")} value={text(field.series)} error={error("series")} onChange={(event) => set({ series: event.currentTarget.value || undefined })} />;
}

const RETURNED = ["text", "integer", "decimal", "money", "percent", "boolean", "date", "datetime", "duration"];

function Formula({ field, fields, set, error }: PartProps) {
  const returned = FIELD_KINDS.filter((kind) => RETURNED.includes(kind.type)).map((kind) => ({ value: kind.type, label: kind.label() }));
  return (
    <>
      <ExpressionInput label={t("Formula")} required rows={3} fields={fields} value={text(field.expression)} error={error("expression")} onChange={(expression) => set({ expression: expression || undefined })} />
      <SimpleGrid cols={2} spacing={12}>
        <Select label={t("The result is")} withAsterisk allowDeselect={false} data={returned} value={text(field.returns) || null} error={error("returns")} onChange={(value) => set({ returns: value ?? undefined })} />
        {["decimal", "money", "percent"].includes(text(field.returns)) && <NumberInput label={t("Decimals")} min={0} max={10} value={field.scale as number | undefined ?? ""} error={error("scale")} onChange={(value) => set({ scale: numberOr(value) })} />}
      </SimpleGrid>
    </>
  );
}

/** The references of other objects that lead to this one: `line.order`. */
function childrenOf(catalogue: UiCatalogue, object: string): { value: string; label: string }[] {
  return Object.values(catalogue.objects).flatMap((child) => Object.values(child.fields)
    .filter((field) => ["reference", "master_detail"].includes(field.type) && field.to === object)
    .map((field) => ({ value: `${child.name}.${field.name}`, label: `${child.plural} (${field.label})` })));
}

const SUMMED = new Set(["integer", "decimal", "money", "percent", "duration"]);
const COMPARED = new Set([...SUMMED, "date", "datetime"]);

function Rollup({ object, field, existing, set, error }: PartProps) {
  const catalogue = useCatalogue();
  const [childName = ""] = text(field.of).split(".");
  const child = catalogue.objects[childName];
  const figure = text(field.function) || "count";
  const wanted = ["min", "max"].includes(figure) ? COMPARED : SUMMED;
  const figures = [
    { value: "count", label: t("how many there are") }, { value: "sum", label: t("the sum of") }, { value: "avg", label: t("the average of") },
    { value: "min", label: t("the smallest") }, { value: "max", label: t("the largest") },
  ];
  const summed = Object.values(child?.fields ?? {}).filter((one) => wanted.has(one.returns ?? one.type)).map((one) => ({ value: one.name, label: one.label }));
  const childFields = Object.values(child?.fields ?? {}).map(({ name, label }) => ({ name, label }));
  return (
    <>
      <Select label={t("Over")} withAsterisk disabled={existing} data={childrenOf(catalogue, object.name)} value={text(field.of) || null} error={error("of")} nothingFoundMessage={t("No object refers to this one yet")} onChange={(value) => set({ of: value ?? undefined })} />
      <SimpleGrid cols={2} spacing={12}>
        <Select label={t("Shows")} allowDeselect={false} data={figures} value={figure} error={error("function")} onChange={(value) => set({ function: value ?? "count" })} />
        {figure !== "count" && <Select label={t("Field")} withAsterisk data={summed} value={text(field.field) || null} error={error("field")} onChange={(value) => set({ field: value ?? undefined })} />}
      </SimpleGrid>
      <ExpressionInput label={t("Only where")} fields={childFields} value={text(field.filter)} error={error("filter")} onChange={(filter) => set({ filter: filter || undefined })} />
    </>
  );
}

const PARTS: Record<Part, (props: PartProps) => React.ReactNode> = {
  length: Length, pattern: Pattern, scale: Scale, range: Range, options: Options, depends: Depends, target: Target, targets: Targets, on_delete: OnDelete, series: Series, formula: Formula, rollup: Rollup,
};

export function FieldParts(props: PartProps) {
  return kindOf(props.field.type).parts.map((part) => {
    const PartForm = PARTS[part];
    return <PartForm key={part} {...props} />;
  });
}
