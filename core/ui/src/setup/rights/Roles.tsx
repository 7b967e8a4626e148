// The tree of roles: whoever stands higher sees what those below see.
import { ActionIcon, Button, Group, Modal, Select, Text, TextInput, Tooltip } from "@mantine/core";
import { IconArchive, IconPencil, IconPlus, IconSitemap } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, keys } from "../../api/client";
import type { PageOf, RecordData } from "../../api/types";
import { Face } from "../../fields/Face";
import { t } from "../../i18n";
import { labelToKeep, problemAt, putting, retiring, useChange, useDefinitions, type Change, type Definition } from "../kit/meta";
import { Empty, Loaded, SetupPage } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import { freeName, nameFrom } from "../objects/documents";
import type { RoleDoc } from "./documents";
import classes from "./Roles.module.css";

type Role = Definition<RoleDoc>;

function useHolders(): Map<string, string[]> {
  const users = useQuery({
    queryKey: [...keys.object("user"), "roles"],
    queryFn: async () => (await api.get<PageOf<RecordData>>("/records/user", { query: { fields: "name,role", limit: 1000 } })).data,
  });
  const holders = new Map<string, string[]>();
  for (const user of users.data ?? []) if (user.role) holders.set(String(user.role), [...(holders.get(String(user.role)) ?? []), String(user.name)]);
  return holders;
}

const labelOf = ({ label }: Role): string => label;

/** The names of a role and of everything below it: where it can't be moved to. */
function familyOf(roles: Role[], name: string): string[] {
  return [name, ...roles.filter((role) => role.definition.parent === name).flatMap((role) => familyOf(roles, role.name))];
}

interface DraftRole {
  role?: Role;
  parent?: string;
}

function RoleDialog({ roles, draft, change, onClose }: { roles: Role[]; draft: DraftRole; change: Change; onClose: () => void }) {
  const { role } = draft;
  const [label, setLabel] = useState(role ? labelOf(role) : "");
  const [parent, setParent] = useState<string | null>(role?.definition.parent ?? draft.parent ?? null);
  const name = role?.name ?? freeName(nameFrom(label) || "role", roles.map((one) => one.name));
  const family = role ? familyOf(roles, role.name) : [];
  const above = roles.filter((one) => !family.includes(one.name)).map((one) => ({ value: one.name, label: labelOf(one) }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await change.propose(putting("role", { ...(role?.definition.help ? { help: role.definition.help } : {}), name, label: role ? labelToKeep(label.trim(), role) : label.trim(), ...(parent ? { parent } : {}) }))) onClose();
  };
  return (
    <Modal opened onClose={onClose} title={role ? t("Change role") : t("New role")} size={420} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={(event) => void submit(event)}>
        <Refusals change={change} />
        <TextInput label={t("Label")} withAsterisk data-autofocus value={label} error={problemAt(change.problems, "/label", "/name")} onChange={(event) => setLabel(event.currentTarget.value)} />
        <Select mt="sm" label={t("Reports to")} clearable searchable data={above} value={parent} error={problemAt(change.problems, "/parent")} onChange={setParent} />
        <Group justify="flex-end" gap={8} mt="lg">
          <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" loading={change.busy} disabled={!label.trim()}>{t("Continue")}</Button>
        </Group>
      </form>
    </Modal>
  );
}

function Holders({ names }: { names: string[] }) {
  if (!names.length) return null;
  return (
    <Tooltip label={names.join(", ")} multiline maw={280}>
      <span className={classes.holders} role="group" tabIndex={0} aria-label={names.join(", ")}>
        {names.slice(0, 4).map((name) => <Face key={name} name={name} size={22} />)}
        {names.length > 4 && <Text span size="xs" c="dimmed">+{names.length - 4}</Text>}
      </span>
    </Tooltip>
  );
}

interface BranchProps {
  roles: Role[];
  parent: string | undefined;
  holders: Map<string, string[]>;
  onDraft: (draft: DraftRole) => void;
  onRetire: (role: Role) => void;
}

function Branch({ roles, parent, holders, onDraft, onRetire }: BranchProps) {
  const names = new Set(roles.map((role) => role.name));
  const here = roles.filter((role) => (parent ? role.definition.parent === parent : !role.definition.parent || !names.has(role.definition.parent)));
  if (!here.length) return null;
  return (
    <ul className={parent ? classes.branch : classes.root}>
      {here.map((role) => (
        <li key={role.name}>
          <div className={classes.role}>
            <span className={classes.label}>{labelOf(role)}</span>
            <code className={classes.name}>{role.name}</code>
            <Holders names={holders.get(role.name) ?? []} />
            <span className={classes.tools}>
              <Tooltip label={t("New role below")}><ActionIcon variant="subtle" color="gray" size={26} aria-label={t("New role below {role}", { role: labelOf(role) })} onClick={() => onDraft({ parent: role.name })}><IconPlus size={15} aria-hidden /></ActionIcon></Tooltip>
              <Tooltip label={t("Change")}><ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Change: {name}", { name: labelOf(role) })} onClick={() => onDraft({ role })}><IconPencil size={15} aria-hidden /></ActionIcon></Tooltip>
              {role.layer === "tenant" && <Tooltip label={t("Put away")}><ActionIcon variant="subtle" color="gray" size={26} aria-label={t("Put away: {name}", { name: labelOf(role) })} onClick={() => onRetire(role)}><IconArchive size={15} aria-hidden /></ActionIcon></Tooltip>}
            </span>
          </div>
          <Branch roles={roles} parent={role.name} holders={holders} onDraft={onDraft} onRetire={onRetire} />
        </li>
      ))}
    </ul>
  );
}

export default function Roles() {
  const roles = useDefinitions<RoleDoc>("role");
  const holders = useHolders();
  const change = useChange();
  const [draft, setDraft] = useState<DraftRole | null>(null);
  const add = <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDraft({})}>{t("New role")}</Button>;
  return (
    <SetupPage title={t("Roles")} about={t("Places in the hierarchy. Whoever holds a role sees the records of everybody below it.")} sign={<IconSitemap size={22} stroke={1.6} aria-hidden />} actions={add}>
      {!draft && <Refusals change={change} />}
      <Loaded asked={roles}>
        {(all) => (
          <>
            {all.length ? <Branch roles={all} parent={undefined} holders={holders} onDraft={setDraft} onRetire={(role) => void change.propose(retiring("role", role.name))} /> : <Empty action={add}>{t("No roles yet. Begin with whoever sees everything.")}</Empty>}
            {draft && <RoleDialog roles={all} draft={draft} change={change} onClose={() => setDraft(null)} />}
          </>
        )}
      </Loaded>
      <PlanDialog change={change} title={t("Roles")} />
    </SetupPage>
  );
}
