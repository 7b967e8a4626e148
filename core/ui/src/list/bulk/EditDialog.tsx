// Asks for a field and the value that all selected records get.
import { Button, Group, Select, Stack } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useState, type FormEvent } from "react";
import type { UiField, UiObject } from "../../api/types";
import { isEditable } from "../../fields/display";
import { Editor } from "../../fields/editor";
import { t } from "../../i18n";
import type { Bulk } from "./useBulk";

interface EditFormProps {
  object: UiObject;
  update: Bulk["update"];
  /** Where the field is known already. */
  field?: UiField;
  close: () => void;
}

function FieldChoice({ object, value, onChange }: { object: UiObject; value: UiField | undefined; onChange: (field: UiField | undefined) => void }) {
  const fields = Object.values(object.fields).filter((field) => isEditable(field) && !field.unique);
  const data = fields.map(({ name, label }) => ({ value: name, label }));
  return <Select data-autofocus label={t("Field")} data={data} value={value?.name ?? null} searchable allowDeselect={false} nothingFoundMessage={t("Nothing found")} onChange={(name) => onChange(object.fields[name ?? ""])} />;
}

function EditForm({ object, update, field: given, close }: EditFormProps) {
  const [field, setField] = useState(given);
  const [value, setValue] = useState<unknown>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (field) void update(field, value);
    close();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {!given && <FieldChoice object={object} value={field} onChange={(next) => { setField(next); setValue(null); }} />}
        {field && <Editor key={field.name} field={field} object={object} label={field.label} autoFocus value={value} onChange={setValue} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" disabled={!field}>{t("Apply to all selected")}</Button>
        </Group>
      </Stack>
    </form>
  );
}

export function askBulkEdit(object: UiObject, update: Bulk["update"], field?: UiField): void {
  const title = field ? t("Assign") : t("Edit a field");
  const id = modals.open({ title, children: <EditForm object={object} update={update} field={field} close={() => modals.close(id)} /> });
}
