// Asks for exactly the fields that a column wants before a record may enter it.
import { Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { ProblemError } from "../api/client";
import type { RecordData, UiField, UiObject, UiOption } from "../api/types";
import { AskFields } from "../app/AskFields";
import { problemText } from "../app/problem";
import { t } from "../i18n";

interface Missing {
  object: UiObject;
  fields: UiField[];
  record: RecordData;
  option: UiOption | undefined;
  error: ProblemError;
  submit: (values: Record<string, unknown>) => Promise<unknown>;
}

export function askForMissing({ object, fields, record, option, error, submit }: Missing): void {
  const id = modals.open({
    title: t("Before it moves to {column}", { column: option?.label ?? "" }),
    children: (
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {option?.message ?? problemText(error)}
        </Text>
        <AskFields object={object} fields={fields.map((field) => ({ ...field, required: true }))} record={record} submit={submit} done={() => modals.close(id)} label={t("Save and move")} />
      </Stack>
    ),
  });
}
