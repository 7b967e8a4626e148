// Begins a definition: what it is, about which records, and from what it starts.
import { Button, Group, Modal, SegmentedControl, Select, TextInput, UnstyledButton } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useNavigate } from "react-router";
import { useCatalogue, useMe } from "../api/client";
import { t } from "../i18n";
import type { Definition } from "../setup/kit/meta";
import { freeName, nameFrom } from "../setup/objects/documents";
import classes from "./designer.module.css";
import { EMPTY, TEMPLATES } from "./templates";
import { keepDraft } from "./useDraft";

export type Any = "approval" | "automation" | "decision_table";

const FIRST_TABLE = { inputs: [{ value: "amount" }], outputs: [{ name: "result" }], hit: "first", rules: [{ if: ["-"], then: [""] }] };

export function kindLabel(kind: Any): string {
  return { approval: t("Approval"), automation: t("Automation"), decision_table: t("Decision table") }[kind];
}

export function NewDialog({ taken, onClose }: { taken: Definition[]; onClose: () => void }) {
  const { objects } = useCatalogue();
  const me = useMe();
  const go = useNavigate();
  const [kind, setKind] = useState<Any>("approval");
  const [label, setLabel] = useState("");
  const [object, setObject] = useState<string | null>(null);
  const [chosen, setChosen] = useState("");
  const about = objects[object ?? ""];
  const fitting = TEMPLATES.filter((one) => one.kind === kind && (!about || one.make(about)));
  const ready = label.trim() !== "" && (kind === "decision_table" || about !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const name = freeName(`x_${nameFrom(label) || `${kind}_${taken.length + 1}`}`.slice(0, 40), taken.map((one) => one.name));
    const template = fitting.find((one) => one.name === chosen);
    const body = kind === "decision_table" ? FIRST_TABLE : about ? ((template?.make(about) ?? EMPTY[kind](about))) : {};
    keepDraft(`dougong:${me.tenant.slug}:${me.user.id}:draft:${kind}:${name}`, { name, label, ...body }, null);
    void go(`/setup/designer/${kind}/${name}`);
  };
  const choices = [{ name: "", label: () => t("Empty"), about: () => t("Draw it from the beginning.") }, ...fitting];
  return (
    <Modal opened onClose={onClose} title={t("New automation or approval")} size={620} closeButtonProps={{ "aria-label": t("Close") }}>
      <form className={classes.form} onSubmit={submit}>
        <SegmentedControl fullWidth aria-label={t("Kind")} data={(["approval", "automation", "decision_table"] as Any[]).map((one) => ({ value: one, label: kindLabel(one) }))} value={kind} onChange={(next) => { setKind(next as Any); setChosen(""); }} />
        <TextInput data-autofocus label={t("Title")} withAsterisk value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
        {kind !== "decision_table" && (
          <>
            <Select label={t("Records of")} withAsterisk searchable data={Object.values(objects).map((one) => ({ value: one.name, label: one.label })).sort((one, other) => one.label.localeCompare(other.label))} value={object} onChange={setObject} nothingFoundMessage={t("Nothing found")} />
            <div className={classes.choices} role="radiogroup" aria-label={t("Begin with")}>
              {choices.map((one) => (
                <UnstyledButton key={one.name} role="radio" aria-checked={chosen === one.name} aria-selected={undefined} data-chosen={chosen === one.name || undefined} className={classes.choice} onClick={() => setChosen(one.name)}>
                  <span className={classes.words}><span className={classes.name}>{one.label()}</span><span className={classes.does}>{one.about()}</span></span>
                </UnstyledButton>
              ))}
            </div>
          </>
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" disabled={!ready}>{t("Draw it")}</Button>
        </Group>
      </form>
    </Modal>
  );
}
