// What somebody does with their task, asked for in a dialog: a comment, a person, a step, fields that the step lets them fill in.
import { SegmentedControl, Select, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useObject } from "../api/client";
import type { Named, RecordData, UiField, UiObject } from "../api/types";
import { valueOf, wireOf, type Values } from "../fields/drafts";
import { Editor } from "../fields/editor";
import { Lookup } from "../fields/Lookup";
import { t } from "../i18n";
import { useRead } from "../record/data";
import { AskWords } from "./AskWords";
import { labelOf, useDoing, useRecordLabel, type Process, type Said, type Task } from "./data";
import { Proposal } from "./Proposal";
import { actionWord } from "./words";

const WITH_PERSON = ["transfer", "delegate", "add_approver"];

interface PartProps {
  process: Process;
  task: Task;
  said: Said;
  say: (more: Said) => void;
  errors: Record<string, string>;
}

function Person({ said, say, errors }: PartProps) {
  return <Lookup to="user" creatable={false} label={t("Person")} withAsterisk data-autofocus size="sm" value={(said.person as Named | undefined) ?? null} error={errors.to} onChange={(person) => say({ person })} />;
}

function Placing({ said, say }: PartProps) {
  const data = [{ value: "before", label: t("before me") }, { value: "parallel", label: t("beside me") }, { value: "after", label: t("after me") }];
  return <SegmentedControl aria-label={t("When they decide")} size="xs" data={data} value={String(said.place)} onChange={(place) => say({ place })} />;
}

function Target({ process, task, said, say, errors }: PartProps) {
  const data = task.return_to.map((step) => ({ value: step, label: step === "initiator" ? t("Whoever has submitted it") : labelOf(process, step) }));
  return <Select data-autofocus label={t("Give it back to")} allowDeselect={false} data={data} value={String(said.to ?? data[0]?.value ?? "")} error={errors.to} onChange={(to) => say({ to })} />;
}

function Added({ process, task, said, say, errors }: PartProps) {
  const open = process.tasks.filter((one) => one.added_by && one.added_by === task.assignee?.id && (one.state === "pending" || one.state === "waiting"));
  const data = open.map((one) => ({ value: one.id, label: one.assignee?.name ?? one.step }));
  return <Select data-autofocus label={t("Person")} withAsterisk data={data} value={(said.task as string | undefined) ?? null} error={errors.task} onChange={(chosen) => say({ task: chosen })} />;
}

function FieldsOf({ object, record, task, said, say, errors }: PartProps & { object: UiObject; record: RecordData }) {
  const values = (said.values ?? {}) as Values;
  const fields = fieldsOf(object, task);
  return fields.map((field) => (
    <Editor
      key={field.name}
      field={field}
      object={object}
      record={{ ...record, ...values }}
      label={field.label}
      required={task.fields[field.name] === "required"}
      value={field.name in values ? values[field.name] : valueOf(field, record)}
      error={errors[field.name]}
      onChange={(value) => say({ values: { ...values, [field.name]: value } })}
    />
  ));
}

/** The fields that the step lets one fill in, as far as they are seen. */
function fieldsOf(object: UiObject | undefined, task: Task): UiField[] {
  const open = Object.keys(task.fields).filter((name) => task.fields[name] === "edit" || task.fields[name] === "required");
  return open.map((name) => object?.fields[name]).filter((field): field is UiField => field !== undefined);
}

function FieldsFor(props: PartProps & { object: UiObject; id: string }) {
  const read = useRead(props.object, props.id);
  return read.data ? <FieldsOf {...props} record={read.data.record} /> : <Skeleton h={58} />;
}

/** What the server takes of what was said. */
function sent(action: string, task: Task, said: Said, object: UiObject | undefined): Said {
  const values = Object.entries((said.values ?? {}) as Values).map(([name, value]) => [name, object?.fields[name] ? wireOf(object.fields[name], value) : value]);
  return {
    version: task.version,
    ...(WITH_PERSON.includes(action) && { to: (said.person as Named).id }),
    ...(action === "add_approver" && { place: said.place }),
    ...(action === "return" && task.return_to.length > 0 && { to: said.to ?? task.return_to[0] }),
    ...(action === "remove_approver" && { task: said.task }),
    ...(values.length > 0 && { values: Object.fromEntries(values) }),
  };
}

export interface ActDialogProps {
  process: Process;
  task: Task;
  action: string;
  onClose: () => void;
}

export function ActDialog({ process, task, action, onClose }: ActDialogProps) {
  const [said, setSaid] = useState<Said>({ place: "parallel" });
  const object = useObject(process.record?.object ?? "");
  const { act } = useDoing(process.record);
  const name = useRecordLabel(process.record);
  const say = (more: Said) => setSaid((before) => ({ ...before, ...more }));
  const asksPerson = WITH_PERSON.includes(action);
  const fields = action === "approve" ? fieldsOf(object, task) : [];
  const ready = (!asksPerson || Boolean(said.person)) && (action !== "remove_approver" || Boolean(said.task));
  const more = process.proposal !== null || asksPerson || action === "remove_approver" || fields.length > 0 || (action === "return" && task.return_to.length > 1);
  const parts = (errors: Record<string, string>) => {
    const props = { process, task, said, say, errors };
    return (
      <>
        <Proposal process={process} />
        {asksPerson && <Person {...props} />}
        {action === "add_approver" && <Placing {...props} />}
        {action === "return" && task.return_to.length > 1 && <Target {...props} />}
        {action === "remove_approver" && <Added {...props} />}
        {object && process.record && fields.length > 0 && <FieldsFor {...props} object={object} id={process.record.id} />}
      </>
    );
  };
  return (
    <AskWords
      title={t("{action}: {name}", { action: actionWord(action), name })}
      about={`${process.label} · ${labelOf(process, task.step)}`}
      label={t("Comment")}
      required={task.reasons.includes(action) || action === "comment"}
      action={actionWord(action)}
      danger={action === "reject"}
      ready={ready}
      send={(comment) => act(task.id, action, { ...sent(action, task, said, object), ...(comment && { comment }) })}
      onClose={onClose}
    >
      {more ? parts : undefined}
    </AskWords>
  );
}
