// Asks for exactly the fields that the server finds missing before a change, then saves all of it together.
import { Modal } from "@mantine/core";
import type { FieldProblem, RecordData, UiField, UiObject } from "../api/types";
import { ProblemError } from "../api/client";
import { valueOf, type Values } from "../fields/drafts";
import { isEditable } from "../fields/registry";
import { isBlank } from "../fields/shapes";
import { useText } from "../fields/useText";
import { t } from "../i18n";
import classes from "./form.module.css";
import { FormFields } from "./FormFields";
import { FormFrame } from "./FormFrame";
import { useConditions } from "./useConditions";
import { byField, useForm } from "./useForm";
import type { Refusal } from "./useSave";

export interface Asked {
  object: UiObject;
  record: RecordData;
  drafts: Values;
  refusal: Refusal;
  save: (drafts: Values) => Promise<Refusal | null>;
  answer: () => void;
}

/** The fields that an option's entry condition speaks of, where the refusal names only the choice itself. */
function namedByEntry(object: UiObject, drafts: Values, problem: FieldProblem): string[] {
  const option = object.fields[problem.field]?.options?.find((one) => one.value === drafts[problem.field]);
  return option?.entry?.match(/[a-z_][a-z0-9_]*/gi) ?? [];
}

function fieldsOf({ object, record, drafts, refusal }: Omit<Asked, "answer">): UiField[] {
  const refused = refusal.errors.map((problem) => problem.field.split(/[./]/)[0] ?? "");
  const drafted = refusal.errors.filter((problem) => problem.field in drafts);
  const needed = drafted.flatMap((problem) => namedByEntry(object, drafts, problem)).filter((name) => object.fields[name] && isBlank(valueOf(object.fields[name], record)));
  const hasOthers = needed.length > 0 || refused.some((name) => !(name in drafts));
  const names = [...new Set([...refused.filter((name) => !hasOthers || !(name in drafts)), ...needed])];
  return names.map((name) => object.fields[name]).filter((field): field is UiField => field !== undefined && isEditable(field));
}

function useTitle(object: UiObject, drafts: Values): string {
  const text = useText();
  const [name = "", value] = Object.entries(drafts)[0] ?? [];
  const field = object.fields[name];
  return field ? `${field.label}: ${text(field, value)}` : object.label;
}

export function AskDialog({ answer, ...asked }: Asked) {
  const { object, record, drafts, refusal, save } = asked;
  const fields = fieldsOf(asked);
  const initial = Object.fromEntries(fields.map((field) => [field.name, field.name in drafts ? drafts[field.name] : valueOf(field, record)]));
  const form = useForm(object, initial, async (values) => {
    const refused = await save({ ...drafts, ...values });
    if (refused) throw new ProblemError({ status: 422, title: refused.detail, detail: refused.detail, errors: refused.errors });
    answer();
  });
  const conditions = useConditions(object, { ...record, ...drafts, ...form.values }, record.id);
  const always = (field: UiField) => ({ ...conditions(field), visible: true, required: true });
  const said = form.refusal ? [] : Object.values(byField(refusal.errors));
  return (
    <Modal opened onClose={() => answer()} title={useTitle(object, drafts)} size={460} padding={0} withCloseButton={false} closeOnEscape={false} classNames={{ header: classes.header, content: classes.window, body: classes.windowBody }}>
      <FormFrame form={form} shown={fields.map((field) => field.name)} submitLabel={t("Save")} onClose={() => answer()}>
        <p className={classes.asked}>{[...new Set(said)].join(" ") || refusal.detail}</p>
        <FormFields object={object} sections={[{ columns: 1, fields }]} form={form} conditions={always} />
      </FormFrame>
    </Modal>
  );
}
