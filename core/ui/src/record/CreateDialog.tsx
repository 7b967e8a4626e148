// Creates a record in a dialog.
import { Button, Stack, TextInput } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useState } from "react";
import { api, catalogueQuery } from "../api/client";
import type { RecordData, UiObject } from "../api/types";
import { noticeProblem } from "../app/notices";
import { queryClient } from "../app/queryClient";
import { t } from "../i18n";

/** Resolves with the new record, or with null where the user gave up. */
export async function openCreate(name: string, defaults: Record<string, unknown> = {}): Promise<RecordData | null> {
  const object = (await queryClient.ensureQueryData(catalogueQuery)).objects[name];
  if (!object) return null;
  return new Promise((resolve) => {
    const done = (record: RecordData) => {
      resolve(record);
      modals.closeAll();
    };
    modals.open({ title: object.label, onClose: () => resolve(null), children: <CreateForm object={object} defaults={defaults} done={done} /> });
  });
}

function CreateForm({ object, defaults, done }: { object: UiObject; defaults: Record<string, unknown>; done: (record: RecordData) => void }) {
  const [name, setName] = useState("");
  const save = () => api.post<RecordData>(`/records/${object.name}`, { ...defaults, [object.name_field]: name }).then(done, noticeProblem);
  return (
    <Stack>
      <TextInput data-autofocus label={object.fields[object.name_field]?.label} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button onClick={() => void save()}>{t("Create")}</Button>
    </Stack>
  );
}
