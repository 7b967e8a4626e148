// Who sees a record, and why: the server's reasons for any user, down to the field.
import { Badge, Loader, Table, Text } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys, useMe } from "../api/client";
import type { Explanation, Named, UiObject } from "../api/types";
import { problemText } from "../app/problem";
import { Lookup } from "../fields/Lookup";
import { t } from "../i18n";
import { recordPath } from "./data";
import classes from "./ExplainDialog.module.css";
import type { DialogProps } from "./RecordActions";
import { useRecordPage } from "./RecordContext";
import { RecordDialog } from "./RecordDialog";

function levelWord(level: Explanation["level"]): string {
  return { none: t("sees nothing of it"), read: t("may read it"), edit: t("may read and change it"), full: t("may do everything with it") }[level];
}

function fieldWord(level: "none" | "read" | "edit"): string {
  return { none: t("Hidden"), read: t("Read only"), edit: t("Read and change") }[level];
}

const COMPUTED = new Set(["formula", "rollup", "auto_number"]);

/** Fields as open as the record are the rule; only the exceptions say something. */
function exceptions(object: UiObject, { level, fields }: Explanation): [string, Explanation["fields"][string]][] {
  const usual = level === "read" ? "read" : "edit";
  return Object.entries(fields).filter(([name, field]) => {
    const known = object.fields[name];
    if (!known || known.system) return false;
    return field.level !== usual && !(field.level === "read" && COMPUTED.has(known.type));
  });
}

function Fields({ object, explanation }: { object: UiObject; explanation: Explanation }) {
  const closed = exceptions(object, explanation);
  if (!closed.length) return <Text size="sm" c="dimmed">{t("All fields are as open as the record.")}</Text>;
  return (
    <Table verticalSpacing={5} className={classes.fields}>
      <Table.Tbody>
        {closed.map(([name, { level, reason }]) => (
          <Table.Tr key={name}>
            <Table.Td>{object.fields[name]?.label ?? name}</Table.Td>
            <Table.Td><Badge size="sm" variant="light" tt="none" fw={500} color={level === "none" ? "red" : "yellow"}>{fieldWord(level)}</Badge></Table.Td>
            <Table.Td c="dimmed">{reason}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Answer({ object, explanation }: { object: UiObject; explanation: Explanation }) {
  const Sign = explanation.visible ? IconEye : IconEyeOff;
  return (
    <>
      <div className={classes.verdict} data-visible={explanation.visible || undefined}>
        <Sign size={18} aria-hidden />
        <span><b>{explanation.user.name}</b> {levelWord(explanation.level)}</span>
      </div>
      <ul className={classes.reasons}>{explanation.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
      {explanation.visible && <Fields object={object} explanation={explanation} />}
    </>
  );
}

export function ExplainDialog({ onClose }: DialogProps) {
  const { object, id } = useRecordPage();
  const me = useMe().user;
  const [user, setUser] = useState<Named | null>({ id: me.id, name: me.name });
  const answer = useQuery({
    queryKey: [...keys.record(object.name, id), "explain", user?.id],
    queryFn: ({ signal }) => api.get<Explanation>(`${recordPath(object.name, id)}/explain`, { query: { user: user?.id }, signal }),
    enabled: user !== null,
    retry: false,
  });
  return (
    <RecordDialog title={t("Who sees this, and why")} size={560} onClose={onClose}>
      <Lookup to="user" label={t("User")} value={user} onChange={setUser} size="sm" />
      <div className={classes.answer} aria-live="polite">
        {answer.isLoading && <Loader size="sm" />}
        {answer.error && <Text c="red">{problemText(answer.error)}</Text>}
        {answer.data && <Answer object={object} explanation={answer.data} />}
      </div>
    </RecordDialog>
  );
}
