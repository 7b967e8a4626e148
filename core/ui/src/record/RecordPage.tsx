// The page of one record.
import { Stack, Title } from "@mantine/core";
import { useParams } from "react-router";
import { useObject, useRecord } from "../api/client";
import { Problem } from "../app/ErrorBoundary";
import { NotFound } from "../app/NotFound";
import { PageSkeleton } from "../app/PageSkeleton";
import { Value } from "../fields/display";

export default function RecordPage() {
  const { object: name = "", id } = useParams();
  const object = useObject(name);
  const record = useRecord(name, object ? id : null);
  if (!object) return <NotFound />;
  if (record.error) return <Problem error={record.error} />;
  if (!record.data) return <PageSkeleton />;
  return (
    <Stack p="lg" gap="xs">
      <Title order={1}>{String(record.data[object.name_field] ?? "")}</Title>
      {Object.values(object.fields).map((field) => (
        <div key={field.name}>
          {field.label}: <Value object={object} field={field} value={record.data[field.name]} record={record.data} />
        </div>
      ))}
    </Stack>
  );
}
