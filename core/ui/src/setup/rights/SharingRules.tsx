// Sharing rules: records opened beyond owner and hierarchy, by what they are or whose they are.
import { ActionIcon, Badge, Button, Group, Modal, SegmentedControl, Select, TextInput, Tooltip } from "@mantine/core";
import { IconArchive, IconPencil, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, keys, useCatalogue } from "../../api/client";
import type { PageOf, RecordData } from "../../api/types";
import { t } from "../../i18n";
import { problemAt, putting, retiring, useChange, useDefinitions, type Change, type Definition } from "../kit/meta";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import { freeName, nameFrom } from "../objects/documents";
import { ExpressionInput } from "../objects/ExpressionInput";
import formClasses from "../objects/FieldDialog.module.css";
import type { PermissionSetDoc, RoleDoc, SharingRuleDoc } from "./documents";

type Rule = Definition<SharingRuleDoc>;
type Grantee = "role" | "team" | "permission_set" | "everyone";
interface Choice {
  value: string;
  label: string;
}

function useGrantees(): Record<Grantee, Choice[]> {
  const roles = useDefinitions<RoleDoc>("role").data ?? [];
  const sets = useDefinitions<PermissionSetDoc>("permission_set").data ?? [];
  const teams = useQuery({ queryKey: [...keys.object("team"), "names"], queryFn: async () => (await api.get<PageOf<RecordData>>("/records/team", { query: { fields: "name", limit: 500 } })).data, retry: false });
  const shown = ({ name, label }: Definition): Choice => ({ value: name, label });
  return { role: roles.map(shown), permission_set: sets.map(shown), team: (teams.data ?? []).map((team) => ({ value: String(team.name), label: String(team.name) })), everyone: [] };
}

function granteeOf(rule: SharingRuleDoc): [Grantee, string] {
  const [kind = "role", value = ""] = Object.entries(rule.with)[0] ?? [];
  return [kind as Grantee, value === true ? "" : String(value)];
}

function granteeKinds(): { value: Grantee; label: string }[] {
  return [{ value: "role", label: t("Role") }, { value: "team", label: t("Team") }, { value: "permission_set", label: t("Permission set") }, { value: "everyone", label: t("Everybody") }];
}

/** Roles are named in both places, so a rule can be called after what it does. */
function ruleName(rule: SharingRuleDoc, taken: string[]): string {
  const [kind, who] = granteeOf(rule);
  return freeName(`${rule.object}_to_${nameFrom(who || kind)}`.slice(0, 44), taken);
}

interface DialogProps {
  rules: Rule[];
  rule?: Rule;
  change: Change;
  onClose: () => void;
}

function RuleDialog({ rules, rule, change, onClose }: DialogProps) {
  const { objects } = useCatalogue();
  const grantees = useGrantees();
  const [draft, setDraft] = useState<SharingRuleDoc>(rule?.definition ?? { name: "", object: "", with: { role: "" }, level: "read" });
  const [by, setBy] = useState<"where" | "owner">(rule?.definition.owner_role ? "owner" : "where");
  const [kind, who] = granteeOf(draft);
  const set = (part: Partial<SharingRuleDoc>) => setDraft((now) => ({ ...now, ...part }));
  const error = (key: string) => problemAt(change.problems, `/${key}`);
  const fields = Object.values(objects[draft.object]?.fields ?? {}).map(({ name, label }) => ({ name, label }));
  const ready = draft.object && (kind === "everyone" || who) && (by === "where" ? draft.where?.trim() : draft.owner_role);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { where, owner_role, ...rest } = draft;
    const name = rule?.name ?? ruleName(draft, rules.map((one) => one.name));
    if (await change.propose(putting("sharing_rule", { ...rest, name, ...(by === "where" ? { where } : { owner_role }) }))) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={rule ? t("Change sharing rule") : t("New sharing rule")} size={540} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      <form className={formClasses.stack} onSubmit={(event) => void submit(event)}>
        <Refusals change={change} />
        <Select label={t("Records of")} withAsterisk searchable data-autofocus data={Object.values(objects).map(({ name, plural }) => ({ value: name, label: plural }))} value={draft.object || null} error={error("object")} onChange={(object) => set({ object: object ?? "" })} />
        <SegmentedControl size="xs" aria-label={t("Which records")} data={[{ value: "where", label: t("that meet a condition") }, { value: "owner", label: t("owned by holders of a role") }]} value={by} onChange={(value) => setBy(value === "owner" ? "owner" : "where")} />
        {by === "where"
          ? <ExpressionInput label={t("Condition")} required rows={2} fields={fields} value={draft.where ?? ""} error={error("where")} onChange={(where) => set({ where })} />
          : <Select label={t("Role of the owner")} withAsterisk searchable data={grantees.role} value={draft.owner_role ?? null} error={error("owner_role")} onChange={(owner_role) => set({ owner_role: owner_role ?? undefined })} />}
        <Group gap={8} align="flex-end" wrap="nowrap">
          <Select label={t("Opened to")} w={160} allowDeselect={false} data={granteeKinds()} value={kind} onChange={(value) => set({ with: value === "everyone" ? { everyone: true } : { [value ?? "role"]: "" } })} />
          {kind !== "everyone" && <Select flex={1} aria-label={t("Opened to")} searchable data={grantees[kind]} value={who || null} error={error("with") ?? error(`with/${kind}`)} onChange={(value) => set({ with: { [kind]: value ?? "" } })} />}
          <Select label={t("Level of access")} w={150} allowDeselect={false} data={[{ value: "read", label: t("Read") }, { value: "edit", label: t("Read and change") }]} value={draft.level ?? "read"} onChange={(level) => set({ level: level === "edit" ? "edit" : "read" })} />
        </Group>
        <TextInput label={t("Label")} value={draft.label ?? ""} onChange={(event) => set({ label: event.currentTarget.value || undefined })} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" loading={change.busy} disabled={!ready}>{t("Continue")}</Button>
        </Group>
      </form>
    </Modal>
  );
}

function Row({ rule, onEdit, onRetire }: { rule: Rule; onEdit: () => void; onRetire: () => void }) {
  const { objects } = useCatalogue();
  const grantees = useGrantees();
  const { definition } = rule;
  const [kind, who] = granteeOf(definition);
  const kindLabel = granteeKinds().find((one) => one.value === kind)?.label;
  const name = rule.label;
  return (
    <tr>
      <td><span className={classes.nameLink}>{objects[definition.object]?.plural ?? definition.object}</span></td>
      <td>{definition.where ? <code className={classes.expression}>{definition.where}</code> : t("owned by {role}", { role: grantees.role.find((role) => role.value === definition.owner_role)?.label ?? definition.owner_role ?? "" })}</td>
      <td>{kindLabel}{who && `: ${grantees[kind].find((one) => one.value === who)?.label ?? who}`}</td>
      <td><Badge size="sm" variant="light" tt="none" fw={500} color={definition.level === "edit" ? "orange" : "blue"}>{definition.level === "edit" ? t("Read and change") : t("Read")}</Badge></td>
      <td>
        <span className={classes.rowActions}>
          <Tooltip label={t("Change")}><ActionIcon variant="subtle" color="gray" aria-label={t("Change: {name}", { name })} onClick={onEdit}><IconPencil size={15} aria-hidden /></ActionIcon></Tooltip>
          {rule.layer === "tenant" && <Tooltip label={t("Put away")}><ActionIcon variant="subtle" color="gray" aria-label={t("Put away: {name}", { name })} onClick={onRetire}><IconArchive size={15} aria-hidden /></ActionIcon></Tooltip>}
        </span>
      </td>
    </tr>
  );
}

export default function SharingRules() {
  const rules = useDefinitions<SharingRuleDoc>("sharing_rule");
  const change = useChange();
  const [open, setOpen] = useState<Rule | "new" | null>(null);
  const add = <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen("new")}>{t("New sharing rule")}</Button>;
  return (
    <SetupPage title={t("Sharing rules")} about={t("Open records to people who wouldn't see them by ownership or hierarchy.")} actions={add}>
      {!open && <Refusals change={change} />}
      <Loaded asked={rules}>
        {(all) => (
          <>
            {all.length ? (
              <List label={t("Sharing rules")} heads={[t("Records of"), t("Which records"), t("Opened to"), t("Level of access"), ""]}>
                {all.map((rule) => <Row key={rule.name} rule={rule} onEdit={() => setOpen(rule)} onRetire={() => void change.propose(retiring("sharing_rule", rule.name))} />)}
              </List>
            ) : <Empty action={add}>{t("No sharing rules yet.")}</Empty>}
            {open && <RuleDialog rules={all} rule={open === "new" ? undefined : open} change={change} onClose={() => setOpen(null)} />}
          </>
        )}
      </Loaded>
      <PlanDialog change={change} title={t("Sharing rules")} />
    </SetupPage>
  );
}
