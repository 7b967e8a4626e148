// Makes one record of several: which one stays, and whose value wins in each field.
import { Alert, Button, Group as Row, Modal, Text, UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { Id, RecordData, UiObject } from "../api/types";
import { noticeProblem } from "../app/notices";
import { Value } from "../fields/display";
import { valueOf } from "../fields/drafts";
import { formatMoment } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { nameOf } from "../record/data";
import { Loaded } from "../setup/kit/page";
import { differing, MOST, useMerge, useRecords, winnerOf, type Group } from "./data";
import classes from "./duplicates.module.css";

interface ChoicesProps {
  label: string;
  records: RecordData[];
  chosen: Id;
  choose: (id: Id) => void;
  name: (record: RecordData) => string;
  children: (record: RecordData) => ReactNode;
}

function Choices({ label, records, chosen, choose, name, children }: ChoicesProps) {
  return (
    <div className={classes.field}>
      <div className={classes.label}>{label}</div>
      <div role="radiogroup" aria-label={label} className={classes.choices}>
        {records.map((record) => (
          <UnstyledButton key={record.id} className={classes.choice} role="radio" aria-checked={record.id === chosen} data-chosen={record.id === chosen || undefined} onClick={() => choose(record.id)}>
            <span className={classes.side}>{name(record)}{record.id === chosen && <IconCheck size={13} stroke={2.4} aria-hidden />}</span>
            <span className={classes.value}>{children(record)}</span>
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}

function Form({ object, records, close }: { object: UiObject; records: RecordData[]; close: () => void }) {
  const locale = useLocale();
  const merge = useMerge(object);
  const [keep, setKeep] = useState(records[0]?.id ?? "");
  const [picked, setPicked] = useState<Record<string, Id>>({});
  const [busy, setBusy] = useState(false);
  const fields = differing(object, records);
  const winners = Object.fromEntries(fields.map((field) => [field.name, picked[field.name] ?? winnerOf(field, records, keep)]));
  const numbered = (record: RecordData) => t("Record {number}", { number: records.indexOf(record) + 1 });
  const submit = async () => {
    setBusy(true);
    try {
      await merge(records, keep, winners);
      close();
    } catch (error) {
      noticeProblem(error);
      setBusy(false);
    }
  };
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">{t("Everything that belongs to the others will belong to the one that stays. The others go to the recycle bin, and their links lead to it.")}</Text>
      <Choices label={t("Which one stays?")} records={records} chosen={keep} choose={setKeep} name={numbered}>
        {(record) => <>{nameOf(object, record)}<span className={classes.side}>{typeof record.updated_at === "string" && t("changed {when}", { when: formatMoment(locale, record.updated_at) })}</span></>}
      </Choices>
      {fields.length > 0 ? <h3 className={classes.heading}>{t("Whose value is right?")}</h3> : <Alert p="xs" variant="light">{t("They agree in everything that you may change.")}</Alert>}
      {fields.map((field) => (
        <Choices key={field.name} label={field.label} records={records} chosen={winners[field.name] ?? keep} choose={(id) => setPicked((now) => ({ ...now, [field.name]: id }))} name={numbered}>
          {(record) => <Value field={field} value={valueOf(field, record)} record={record} full />}
        </Choices>
      ))}
      <Row justify="flex-end" gap={8} mt="lg">
        <Button variant="default" onClick={close}>{t("Cancel")}</Button>
        <Button loading={busy} onClick={() => void submit()}>{t("Merge into one")}</Button>
      </Row>
    </>
  );
}

export function MergeRecords({ object, group, close }: { object: UiObject; group: Group; close: () => void }) {
  const records = useRecords(object, group.records.slice(0, MOST).map(({ id }) => id));
  return (
    <Modal opened onClose={close} size={820} title={t("Merge records: {object}", { object: object.label })} closeButtonProps={{ "aria-label": t("Close") }}>
      <Loaded asked={records}>{(all) => <Form object={object} records={all} close={close} />}</Loaded>
    </Modal>
  );
}
