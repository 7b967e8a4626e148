// The users of the tenant: who they are, what role and permission sets they have, and whether they may come in.
import { ActionIcon, Badge, Button, TextInput, Tooltip } from "@mantine/core";
import { IconPencil, IconPlus, IconSearch, IconUserOff, IconUserCheck } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api, keys, useMe } from "../../api/client";
import type { PageOf, RecordData } from "../../api/types";
import { noticeProblem, noticeUndo } from "../../app/notices";
import { Face } from "../../fields/Face";
import { t } from "../../i18n";
import { useDefinitions } from "../kit/meta";
import { List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";
import type { PermissionSetDoc, RoleDoc } from "./documents";
import { UserDialog } from "./UserDialog";

const MOST = 1000;

function useUsers() {
  const query = { fields: "name,email,title,role,permission_sets,active,language,time_zone,manager,phone", expand: "manager", sort: "name", limit: MOST };
  return useQuery({ queryKey: [...keys.object("user"), "setup"], queryFn: async () => (await api.get<PageOf<RecordData>>("/records/user", { query })).data });
}

function useActivate() {
  const client = useQueryClient();
  const set = async (user: RecordData, active: boolean) => {
    await api.patch(`/records/user/${user.id}`, { active });
    await client.invalidateQueries({ queryKey: keys.object("user") });
  };
  return async (user: RecordData, active: boolean) => {
    try {
      await set(user, active);
      const name = String(user.name);
      noticeUndo(active ? t("{name} may sign in again", { name }) : t("{name} can't sign in any more", { name }), () => set(user, !active));
    } catch (error) {
      noticeProblem(error);
    }
  };
}

function useLabels(): (kind: "role" | "set", name: unknown) => string {
  const roles = useDefinitions<RoleDoc>("role").data ?? [];
  const sets = useDefinitions<PermissionSetDoc>("permission_set").data ?? [];
  return (kind, name) => {
    const found = kind === "role" ? roles.find((role) => role.name === name) : sets.find((set) => set.name === name);
    return found?.label ?? String(name ?? "");
  };
}

function Row({ user, label, onEdit }: { user: RecordData; label: ReturnType<typeof useLabels>; onEdit: () => void }) {
  const me = useMe().user;
  const activate = useActivate();
  const name = String(user.name);
  const sets = Array.isArray(user.permission_sets) ? user.permission_sets : [];
  const Sign = user.active ? IconUserOff : IconUserCheck;
  const word = user.active ? t("Deactivate {name}", { name }) : t("Activate {name}", { name });
  return (
    <tr className={user.active ? undefined : classes.retired}>
      <td>
        <span className={classes.nameCell}>
          <Face name={name} size={28} />
          <span><button type="button" className={`${classes.nameLink} ${classes.plainButton}`} onClick={onEdit}>{name}</button><br /><span className={classes.small}>{String(user.email ?? "")}</span></span>
        </span>
      </td>
      <td>{user.role ? label("role", user.role) : <span className={classes.small}>–</span>}</td>
      <td><span className={classes.flags}>{sets.map((set) => <Badge key={String(set)} size="sm" variant="default" tt="none" fw={500}>{label("set", set)}</Badge>)}</span></td>
      <td><Badge size="sm" variant="light" tt="none" fw={500} color={user.active ? "teal" : "gray"}>{user.active ? t("Active") : t("Inactive")}</Badge></td>
      <td>
        <span className={classes.rowActions}>
          <Tooltip label={t("Change")}><ActionIcon variant="subtle" color="gray" aria-label={t("Change: {name}", { name })} onClick={onEdit}><IconPencil size={15} aria-hidden /></ActionIcon></Tooltip>
          {user.id !== me.id && <Tooltip label={word}><ActionIcon variant="subtle" color="gray" aria-label={word} onClick={() => void activate(user, !user.active)}><Sign size={15} aria-hidden /></ActionIcon></Tooltip>}
        </span>
      </td>
    </tr>
  );
}

export default function Users() {
  const users = useUsers();
  const label = useLabels();
  const [words, setWords] = useState("");
  const [params, setParams] = useSearchParams();
  const open = params.get("user");
  const edit = (id: string | null) => setParams(id ? { user: id } : {}, { replace: true });
  const fits = (user: RecordData) => `${user.name} ${user.email} ${user.role}`.toLowerCase().includes(words.trim().toLowerCase());
  return (
    <SetupPage title={t("Users")} about={t("Everybody who may sign in.")} actions={<Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => edit("new")}>{t("New user")}</Button>}>
      <TextInput mb={12} maw={280} leftSection={<IconSearch size={14} aria-hidden />} placeholder={t("Search users")} aria-label={t("Search users")} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      <Loaded asked={users}>
        {(all) => (
          <>
            <List label={t("Users")} heads={[t("User"), t("Role"), t("Permission sets"), t("State"), ""]}>
              {all.filter(fits).map((user) => <Row key={user.id} user={user} label={label} onEdit={() => edit(user.id)} />)}
            </List>
            {open && <UserDialog key={open} user={all.find((user) => user.id === open)} onClose={() => edit(null)} />}
          </>
        )}
      </Loaded>
    </SetupPage>
  );
}
