// Makes or changes a rule: when a record is refused, and what is said then.
import { Button, Group, Modal, Select, Textarea } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { t } from "../../i18n";
import { problemAt, putting, useChange } from "../kit/meta";
import { PlanFoot, PlanSteps, Refusals } from "../kit/PlanView";
import { activeFields, freeName, nameFrom, type ObjectDefinition, type RuleDoc } from "./documents";
import { ExpressionInput } from "./ExpressionInput";
import classes from "./FieldDialog.module.css";

export function RuleDialog({ definition, rule, onClose }: { definition: ObjectDefinition; rule?: RuleDoc; onClose: () => void }) {
  const document = definition.definition;
  const rules = document.rules ?? [];
  const [draft, setDraft] = useState<RuleDoc>(rule ?? { name: "", when: "", message: "" });
  const change = useChange(onClose);
  const place = rule ? rules.indexOf(rule) : rules.length;
  const name = rule?.name ?? freeName(nameFrom(draft.message).slice(0, 40) || `rule_${rules.length + 1}`, rules.map((one) => one.name));
  const error = (key: string) => problemAt(change.problems, `/rules/${place}/${key}`);
  const set = (part: Partial<RuleDoc>) => setDraft((now) => ({ ...now, ...part }));
  const fields = activeFields(document).map(([one, { label }]) => ({ name: one, label: label ?? one }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const made = { ...draft, name };
    const next = rule ? rules.map((one) => (one === rule ? made : one)) : [...rules, made];
    void change.propose(putting("object", { ...document, rules: next }));
  };
  return (
    <Modal opened onClose={onClose} title={rule ? t("Change rule") : t("New rule")} size={560} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      {change.plan ? (
        <>
          <PlanSteps plan={change.plan} />
          <div className={classes.foot}><PlanFoot change={change} onBack={change.reset} /></div>
        </>
      ) : (
        <form className={classes.stack} onSubmit={submit} noValidate>
          <Refusals change={change} />
          <ExpressionInput label={t("A record is refused when")} required rows={2} fields={fields} value={draft.when} error={error("when")} onChange={(when) => set({ when })} />
          <Textarea label={t("What is said then")} withAsterisk autosize minRows={1} value={draft.message} error={error("message")} onChange={(event) => set({ message: event.currentTarget.value })} />
          <Select label={t("Shown at the field")} clearable data={fields.map(({ name: value, label }) => ({ value, label }))} value={draft.field ?? null} error={error("field")} onChange={(field) => set({ field: field ?? undefined })} />
          <Group justify="flex-end" gap={8} className={classes.foot}>
            <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
            <Button type="submit" loading={change.busy} disabled={!draft.when.trim() || !draft.message.trim()}>{t("Continue")}</Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}
