// Makes a new object, or changes what an object is called and how it is shared.
import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useCatalogue, useMe } from "../../api/client";
import { t } from "../../i18n";
import { useIsPhone } from "../../lib/screen";
import { problemAt, putting, useChange } from "../kit/meta";
import { PlanFoot, PlanSteps, Refusals } from "../kit/PlanView";
import { activeFields, isOwn, objectName, pluralFrom, type ObjectDefinition, type ObjectDoc } from "./documents";
import classes from "./FieldDialog.module.css";
import { IconPicker } from "./IconPicker";

interface DialogProps {
  /** The object to change; a new one without. */
  definition?: ObjectDefinition;
  taken: string[];
  onClose: () => void;
  onSaved: (name: string) => void;
}

const NEW: ObjectDoc = { name: "", label: "", icon: "box", color: "blue", sharing: "private" };

/** A new object starts with the field that names its records. */
function firstFields(label: string): ObjectDoc["fields"] {
  return { name: { type: "text", label, required: true } };
}

function sharingChoices(own: boolean): { value: string; label: string }[] {
  const choices = [
    { value: "private", label: t("Private: the owner and those above") },
    { value: "read", label: t("Everybody may read") },
    { value: "write", label: t("Everybody may read and change") },
    { value: "parent", label: t("As the record it is part of") },
  ];
  return own ? choices : choices.filter((choice) => choice.value !== "parent");
}

function featureChoices(): { value: string; label: string }[] {
  return [{ value: "activities", label: t("Activities") }, { value: "comments", label: t("Comments") }, { value: "files", label: t("Files") }, { value: "follow", label: t("Following") }];
}

type Set = (part: Partial<ObjectDoc>) => void;

function Menu({ document, set }: { document: ObjectDoc; set: Set }) {
  const { menu } = useCatalogue();
  const groups = menu.map(({ group, label }) => ({ value: group, label }));
  const placed = typeof document.menu === "object" ? document.menu.group : undefined;
  const value = document.menu === false ? "none" : (placed ?? "");
  const choose = (group: string | null) => set({ menu: group === "none" ? false : group ? { ...(typeof document.menu === "object" ? document.menu : {}), group } : undefined });
  return <Select label={t("In the menu under")} data={[{ value: "none", label: t("Not in the menu") }, ...groups]} value={value || null} placeholder={t("More")} clearable onChange={choose} />;
}

function Sharing({ document, own, set, error }: { document: ObjectDoc; own: boolean; set: Set; error: (key: string) => string | undefined }) {
  const parents = activeFields(document).filter(([, field]) => ["reference", "master_detail", "any_reference"].includes(field.type)).map(([value, field]) => ({ value, label: field.label ?? value }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12}>
      <Select label={t("What users see of each other's records")} allowDeselect={false} data={sharingChoices(own && parents.length > 0)} value={document.sharing ?? "private"} error={error("sharing")} onChange={(sharing) => set({ sharing: sharing ?? "private", ...(sharing === "parent" ? {} : { parent: undefined }) })} />
      {document.sharing === "parent" && <Select label={t("Part of")} data={parents} value={document.parent ?? null} error={error("parent")} onChange={(parent) => set({ parent: parent ?? undefined })} />}
    </SimpleGrid>
  );
}

function NameField({ document, set, error }: { document: ObjectDoc; set: Set; error?: string }) {
  const names = activeFields(document).filter(([, field]) => ["text", "auto_number", "email", "phone", "formula", "long_text"].includes(field.type)).map(([value, field]) => ({ value, label: field.label ?? value }));
  return <Select label={t("Named by")} data={names} value={document.name_field ?? null} placeholder={t("the first text")} clearable error={error} onChange={(value) => set({ name_field: value ?? undefined })} />;
}

function cleaned(document: ObjectDoc): ObjectDoc {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined && value !== "")) as ObjectDoc;
}

export function ObjectDialog({ definition, taken, onClose, onSaved }: DialogProps) {
  const [document, setDocument] = useState<ObjectDoc>(() => definition?.definition ?? NEW);
  const [ownName, setOwnName] = useState("");
  const [nameLabel, setNameLabel] = useState(() => t("Name"));
  const isPhone = useIsPhone();
  const { language } = useMe().user;
  const name = definition?.name ?? (ownName || objectName(document.label ?? "", taken));
  const change = useChange(() => { onClose(); onSaved(name); });
  const own = definition ? isOwn(definition) : true;
  const set: Set = (part) => setDocument((now) => ({ ...now, ...part }));
  const error = (key: string) => problemAt(change.problems, `/object/${name}/${key}`, `${name}/${key}`);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fields = definition ? document.fields : firstFields(nameLabel);
    void change.propose(putting("object", cleaned({ ...document, name, plural: document.plural || pluralFrom(document.label ?? "", language), fields })));
  };
  const title = definition ? t("Change object: {object}", { object: document.label ?? name }) : t("New object");
  return (
    <Modal opened onClose={onClose} title={title} size={600} fullScreen={isPhone} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      {change.plan ? (
        <>
          <p className={classes.lead}>{t("This is what will be done:")}</p>
          <PlanSteps plan={change.plan} />
          <div className={classes.foot}><PlanFoot change={change} onBack={change.reset} /></div>
        </>
      ) : (
        <form className={classes.stack} onSubmit={submit} noValidate>
          <Refusals change={change} />
          <Group align="flex-end" gap={12} wrap="nowrap">
            <IconPicker icon={document.icon} color={document.color} onChange={set} />
            <TextInput flex={1} label={t("Label")} placeholder={t("One of them: Trip")} withAsterisk data-autofocus value={document.label ?? ""} error={error("label")} onChange={(event) => set({ label: event.currentTarget.value })} />
            <TextInput flex={1} label={t("Plural")} placeholder={document.label ? pluralFrom(document.label, language) : t("Many of them: Trips")} value={document.plural ?? ""} error={error("plural")} onChange={(event) => set({ plural: event.currentTarget.value })} />
          </Group>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={12}>
            <TextInput label={t("Name for programs")} disabled={Boolean(definition)} value={name} error={error("name")} classNames={{ input: classes.code }} onChange={(event) => setOwnName(event.currentTarget.value)} />
            {definition ? <NameField document={document} set={set} error={error("name_field")} /> : <TextInput label={t("What names a record")} value={nameLabel} onChange={(event) => setNameLabel(event.currentTarget.value)} />}
          </SimpleGrid>
          <Sharing document={document} own={own} set={set} error={error} />
          <Menu document={document} set={set} />
          <Checkbox.Group label={t("With")} value={document.features ?? featureChoices().map((feature) => feature.value)} onChange={(features) => set({ features })}>
            <Group gap={16} mt={4}>{featureChoices().map((feature) => <Checkbox key={feature.value} value={feature.value} label={feature.label} size="xs" />)}</Group>
          </Checkbox.Group>
          <Textarea label={t("Help")} autosize minRows={1} maxRows={5} value={document.help ?? ""} onChange={(event) => set({ help: event.currentTarget.value || undefined })} />
          <Group justify="flex-end" gap={8} className={classes.foot}>
            <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
            <Button type="submit" loading={change.busy} disabled={!document.label?.trim()}>{t("Continue")}</Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}
