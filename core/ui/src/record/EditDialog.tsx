// All fields of a record in one form.
import { lazy, Suspense } from "react";
import { ProblemError } from "../api/client";
import type { UiField, UiObject } from "../api/types";
import { sameValue, valueOf, type Values } from "../fields/drafts";
import { notice } from "../app/notices";
import { loadPart, t } from "../i18n";
import { connection } from "../offline/connection";
import { nameOf } from "./data";
import { FormFields } from "./FormFields";
import { FormFrame } from "./FormFrame";
import type { DialogProps } from "./RecordActions";
import { useRecordPage } from "./RecordContext";
import { RecordDialog } from "./RecordDialog";
import { createSections } from "./sections";
import { useConditions } from "./useConditions";
import { useForm } from "./useForm";

const LockedHint = lazy(async () => {
  const [part] = await Promise.all([import("../processes/LockedHint"), loadPart("processes")]);
  return part;
});

function changed(object: UiObject, before: Values, after: Values): Values {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => {
    const field = object.fields[name];
    return field && !sameValue(field, before[name], value);
  }));
}

export function EditDialog({ onClose }: DialogProps) {
  const { object, id, record, layout, save } = useRecordPage();
  const sections = createSections(object, layout);
  const fields: UiField[] = sections.flatMap((section) => section.fields);
  const initial = Object.fromEntries(fields.map((field) => [field.name, valueOf(field, record)]));
  const form = useForm(object, initial, async (values) => {
    const drafts = changed(object, initial, values);
    const refusal = Object.keys(drafts).length ? await save(drafts) : null;
    if (refusal?.submitted) return onClose();
    if (refusal) throw new ProblemError({ status: 422, title: refusal.detail, detail: refusal.detail, errors: refusal.errors });
    if (!connection.get().isLost) notice(t("Saved"));
    onClose();
  });
  const conditions = useConditions(object, form.values, id);
  return (
    <RecordDialog form title={t("Edit {name}", { name: nameOf(object, record) })} size={720} onClose={onClose}>
      <FormFrame form={form} shown={fields.map((field) => field.name)} submitLabel={t("Save")} onClose={onClose}>
        {object.decided && <Suspense><LockedHint object={object.name} id={id} /></Suspense>}
        <FormFields object={object} sections={sections} form={form} conditions={conditions} />
      </FormFrame>
    </RecordDialog>
  );
}
