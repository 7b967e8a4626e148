// Opens a record to users, teams and roles, to read or to change, for a time or for good.
import { ActionIcon, Button, Group, SegmentedControl, Select, Text, TextInput } from "@mantine/core";
import { IconTrash, IconUser, IconUsers, IconUsersGroup } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys } from "../api/client";
import type { MetaEntry, Named, Share } from "../api/types";
import { noticeProblem } from "../app/notices";
import { DayField } from "../fields/DayField";
import { formatDay } from "../fields/format/date";
import { isoMoment } from "../fields/format/zones";
import { Lookup } from "../fields/Lookup";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { recordPath } from "./data";
import type { DialogProps } from "./RecordActions";
import { useRecordPage } from "./RecordContext";
import { RecordDialog } from "./RecordDialog";
import classes from "./ShareDialog.module.css";

type Kind = "user" | "team" | "role";
const ICONS = { user: IconUser, team: IconUsers, role: IconUsersGroup };

function useShares() {
  const { object, id } = useRecordPage();
  const client = useQueryClient();
  const key = [...keys.record(object.name, id), "shares"];
  const path = recordPath(object.name, id);
  const shares = useQuery({ queryKey: key, queryFn: async () => (await api.get<{ data: Share[] }>(`${path}/shares`)).data });
  const run = async (change: () => Promise<unknown>): Promise<boolean> => {
    try {
      await change();
      await client.invalidateQueries({ queryKey: key });
      return true;
    } catch (error) {
      noticeProblem(error);
      return false;
    }
  };
  return { shares, add: (share: object) => run(() => api.post(`${path}/share`, share)), remove: (share: Share) => run(() => api.del(`${path}/share/${share.id}`)) };
}

function useRoles(enabled: boolean): { value: string; label: string }[] {
  const roles = useQuery({ queryKey: ["meta", "role"], queryFn: async () => (await api.get<{ data: MetaEntry[] }>("/meta/role")).data, enabled, retry: false });
  return (roles.data ?? []).map(({ name, label }) => ({ value: name, label }));
}

const kindOf = (share: Share): Kind => (share.user ? "user" : share.team ? "team" : "role");

function ShareLine({ share, roles, onRemove }: { share: Share; roles: { value: string; label: string }[]; onRemove: () => void }) {
  const locale = useLocale();
  const Sign = ICONS[kindOf(share)];
  const name = share.user?.name ?? share.team?.name ?? roles.find((role) => role.value === share.role)?.label ?? share.role ?? "";
  return (
    <li className={classes.line}>
      <Sign size={15} aria-hidden />
      <span className={classes.who}>{name}{share.team_role && <Text span c="dimmed" size="xs"> · {share.team_role}</Text>}</span>
      <Text size="xs" c="dimmed">{share.level === "edit" ? t("may change") : t("may read")}{share.expires_at ? ` · ${t("until {day}", { day: formatDay(locale, share.expires_at) })}` : ""}</Text>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Stop sharing with {name}", { name })} onClick={onRemove}><IconTrash size={14} aria-hidden /></ActionIcon>
    </li>
  );
}

interface Draft {
  kind: Kind;
  who: Named | null;
  level: "read" | "edit";
  until: string;
  teamRole: string;
}
const EMPTY: Draft = { kind: "user", who: null, level: "read", until: "", teamRole: "" };

export function ShareDialog({ onClose }: DialogProps) {
  const { object } = useRecordPage();
  const { zone } = useLocale();
  const { shares, add, remove } = useShares();
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const roles = useRoles(true);
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const send = async () => {
    if (!draft.who) return;
    const expires = draft.until ? { expires_at: isoMoment(`${draft.until} 23:59`, zone) } : {};
    const role = draft.teamRole ? { team_role: draft.teamRole } : {};
    if (await add({ [draft.kind]: draft.who.id, level: draft.level, ...expires, ...role })) setDraft({ ...EMPTY, kind: draft.kind, level: draft.level });
  };
  return (
    <RecordDialog title={t("Share")} size={560} onClose={onClose}>
      <SegmentedControl fullWidth size="xs" value={draft.kind} onChange={(kind) => set({ kind: kind as Kind, who: null })} aria-label={t("Share with")} data={[{ value: "user", label: t("A user") }, { value: "team", label: t("A team") }, { value: "role", label: t("A role and those above") }]} />
      <Group gap={8} mt="sm" align="flex-end" wrap="nowrap" className={classes.form}>
        {draft.kind === "role"
          ? <Select label={t("Role")} size="sm" data={roles} searchable value={draft.who?.id ?? null} onChange={(value) => set({ who: value ? { id: value, name: value } : null })} />
          : <Lookup key={draft.kind} to={draft.kind} label={draft.kind === "user" ? t("User") : t("Team")} size="sm" creatable={false} value={draft.who} onChange={(who) => set({ who })} />}
        <Select label={t("Level of access")} size="sm" w={130} allowDeselect={false} value={draft.level} onChange={(level) => set({ level: level === "edit" ? "edit" : "read" })} data={[{ value: "read", label: t("Read") }, { value: "edit", label: t("Read and change") }]} />
      </Group>
      <Group gap={8} mt="sm" align="flex-end" wrap="nowrap" className={classes.form}>
        <TextInput label={t("Part in the team")} placeholder={t("For example: technical advice")} value={draft.teamRole} onChange={(event) => set({ teamRole: event.currentTarget.value })} />
        <div className={classes.until}><DayField label={t("Until")} shown value={draft.until} onChange={(until) => set({ until: until ?? "" })} /></div>
        <Button size="sm" disabled={!draft.who} onClick={() => void send()}>{t("Share")}</Button>
      </Group>
      <h3 className={classes.heading}>{t("Shared with")}</h3>
      {shares.data?.length === 0 && <Text size="sm" c="dimmed">{t("Nobody yet. The owner and those above see this {object} anyway.", { object: object.label })}</Text>}
      <ul className={classes.list}>{shares.data?.map((share) => <ShareLine key={share.id} share={share} roles={roles} onRemove={() => void remove(share)} />)}</ul>
    </RecordDialog>
  );
}
