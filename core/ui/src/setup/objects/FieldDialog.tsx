// Makes or changes a field of an object: its type, its form, and the plan before anything is done.
import { Accordion, Button, Group, Modal, SimpleGrid, Switch, Textarea, TextInput, NumberInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useIsPhone } from "../../lib/screen";
import type { UiField } from "../../api/types";
import { Editor } from "../../fields/editor";
import { wireOf } from "../../fields/drafts";
import { t } from "../../i18n";
import { problemAt, putting, useChange } from "../kit/meta";
import { PlanFoot, PlanSteps, Refusals } from "../kit/PlanView";
import { activeFields, fieldName, settledOptions, withField, withoutBlanks, type FieldDoc, type ObjectDefinition } from "./documents";
import { ExpressionInput, type NamedField } from "./ExpressionInput";
import classes from "./FieldDialog.module.css";
import { kindOf, type FieldKind, type Flag } from "./fieldKinds";
import { FieldParts } from "./fieldParts";
import { TypePicker } from "./TypePicker";

interface DialogProps {
  definition: ObjectDefinition;
  /** The field to change; a new one without. */
  name?: string;
  onClose: () => void;
}

const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));

/** A field document worn as a field of the pages, so that its default is edited by the editor of its type. */
function asUiField(name: string, field: FieldDoc): UiField {
  const options = field.options?.map((option) => ({ ...option, label: option.label ?? option.value }));
  return { name, type: field.type, label: t("Default"), required: false, unique: false, editable: true, system: false, sortable: false, groupable: false, operators: [], options, scale: field.scale as number | undefined };
}

function isExpression(value: unknown): value is { expression: string } {
  return typeof value === "object" && value !== null && "expression" in value;
}

function Default({ field, name, fields, set, error }: { field: FieldDoc; name: string; fields: NamedField[]; set: (part: Partial<FieldDoc>) => void; error?: string }) {
  const value = field.default;
  const ui = asUiField(name, field);
  if (isExpression(value)) return <ExpressionInput label={t("Default")} fields={fields} value={value.expression} error={error} onChange={(expression) => set({ default: { expression } })} />;
  return (
    <div>
      <Editor field={ui} label={t("Default")} value={value ?? null} error={error} onChange={(next) => set({ default: wireOf(ui, next) ?? undefined })} />
      <Button variant="subtle" color="gray" size="compact-xs" mt={2} onClick={() => set({ default: { expression: "" } })}>{t("Compute the default")}</Button>
    </div>
  );
}

function Flags({ kind, field, set, error }: { kind: FieldKind; field: FieldDoc; set: (part: Partial<FieldDoc>) => void; error: (key: string) => string | undefined }) {
  const takes = (flag: Flag) => !kind.without?.includes(flag);
  const computed = kind.group === "computed" || kind.type === "auto_number";
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12} verticalSpacing={10}>
      {takes("required") && <Switch label={t("Required")} checked={Boolean(field.required)} error={error("required")} onChange={(event) => set({ required: event.currentTarget.checked })} />}
      {takes("unique") && <Switch label={t("No two records the same")} checked={Boolean(field.unique)} error={error("unique")} onChange={(event) => set({ unique: event.currentTarget.checked })} />}
      {takes("index") && <Switch label={t("Often filtered or sorted by")} checked={Boolean(field.index)} error={error("index")} onChange={(event) => set({ index: event.currentTarget.checked })} />}
      {!computed && <Switch label={t("Read only")} checked={Boolean(field.read_only)} error={error("read_only")} onChange={(event) => set({ read_only: event.currentTarget.checked })} />}
      {!computed && <Switch label={t("Keep its history")} checked={field.track !== false} onChange={(event) => set({ track: event.currentTarget.checked ? undefined : false })} />}
    </SimpleGrid>
  );
}

function Conditions({ kind, field, fields, set, error }: { kind: FieldKind; field: FieldDoc; fields: NamedField[]; set: (part: Partial<FieldDoc>) => void; error: (key: string) => string | undefined }) {
  const conditions: [string, string][] = [["visible_when", t("Shown only when")], ["required_when", t("Required when")], ["read_only_when", t("Read only when")]];
  const kept = kind.group === "computed" ? conditions.slice(0, 1) : conditions;
  return (
    <div className={classes.stack}>
      {kept.map(([key, label]) => <ExpressionInput key={key} label={label} fields={fields} value={text(field[key])} error={error(key)} onChange={(value) => set({ [key]: value || undefined })} />)}
      {!kind.without?.includes("mask") && <NumberInput label={t("Show only the last characters to those who may not edit it")} min={0} max={20} value={field.mask as number | undefined ?? ""} error={error("mask")} onChange={(value) => set({ mask: value === "" ? undefined : Number(value) })} />}
    </div>
  );
}

/** False and undefined mean the same in a document, but for these. */
function documentOf(field: FieldDoc): FieldDoc {
  const meant = ["track", "default"].filter((key) => field[key] === false).map((key) => [key, false]);
  return { ...withoutBlanks(settledOptions(field)), ...Object.fromEntries(meant) };
}

function FieldForm({ definition, name: existingName, kind, onClose }: DialogProps & { kind: FieldKind }) {
  const document = definition.definition;
  const [field, setField] = useState<FieldDoc>(() => (existingName && document.fields?.[existingName]) || { type: kind.type, ...kind.initial });
  const [ownName, setOwnName] = useState("");
  const change = useChange(onClose);
  const name = existingName ?? (ownName || fieldName(field.label ?? "", definition));
  const set = (part: Partial<FieldDoc>) => setField((now) => ({ ...now, ...part }));
  const error = (key: string) => problemAt(change.problems, `/fields/${name}/${key}`);
  const fields: NamedField[] = activeFields(document).map(([one, { label }]) => ({ name: one, label: label ?? one }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void change.propose(putting("object", withField(document, name, documentOf(field))));
  };
  if (change.plan)
    return (
      <>
        <p className={classes.lead}>{t("This is what will be done:")}</p>
        <PlanSteps plan={change.plan} />
        <div className={classes.foot}><PlanFoot change={change} onBack={change.reset} /></div>
      </>
    );
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      <Refusals change={change} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12}>
        <TextInput label={t("Label")} withAsterisk data-autofocus value={field.label ?? ""} error={error("label")} onChange={(event) => set({ label: event.currentTarget.value })} />
        <TextInput label={t("Name for programs")} disabled={Boolean(existingName)} value={name} error={problemAt(change.problems, `/fields/${name}`, `/fields/${name}/name`)} classNames={{ input: classes.code }} onChange={(event) => setOwnName(event.currentTarget.value)} />
      </SimpleGrid>
      <FieldParts object={document} field={field} existing={Boolean(existingName)} fields={fields} set={set} error={error} />
      <Textarea label={t("Help")} description={t("Shown beside the field")} autosize minRows={1} maxRows={5} value={text(field.help)} error={error("help")} onChange={(event) => set({ help: event.currentTarget.value || undefined })} />
      <Flags kind={kind} field={field} set={set} error={error} />
      {!kind.without?.includes("default") && <Default field={field} name={name} fields={fields} set={set} error={error("default")} />}
      <Accordion variant="default" classNames={{ control: classes.accordion, content: classes.accordionContent }}>
        <Accordion.Item value="conditions">
          <Accordion.Control>{t("Conditions and protection")}</Accordion.Control>
          <Accordion.Panel><Conditions kind={kind} field={field} fields={fields} set={set} error={error} /></Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      <Group justify="flex-end" gap={8} className={classes.foot}>
        <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
        <Button type="submit" loading={change.busy} disabled={!field.label?.trim()}>{t("Continue")}</Button>
      </Group>
    </form>
  );
}

export function FieldDialog(props: DialogProps) {
  const { definition, name, onClose } = props;
  const existing = name ? definition.definition.fields?.[name] : undefined;
  const [kind, setKind] = useState<FieldKind | null>(existing ? kindOf(existing.type) : null);
  const isPhone = useIsPhone();
  const title = existing ? t("Change field: {field}", { field: existing.label ?? name ?? "" }) : kind ? t("New field: {type}", { type: kind.label() }) : t("New field");
  return (
    <Modal opened onClose={onClose} title={title} size={kind ? 600 : 820} fullScreen={isPhone} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      {kind ? <FieldForm {...props} kind={kind} /> : <TypePicker onPick={setKind} />}
    </Modal>
  );
}
