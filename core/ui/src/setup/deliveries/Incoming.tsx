// Addresses at which other systems tell us something; each message becomes a record, or whatever its target makes of it.
import { ActionIcon, Badge, Button, CopyButton, Group, Menu, Modal, Select, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconDots, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ProblemError, useCatalogue } from "../../api/client";
import type { Id } from "../../api/types";
import { noticeProblem } from "../../app/notices";
import { t } from "../../i18n";
import { Empty, List, Loaded, pageClasses as classes, Section } from "../kit/page";
import formClasses from "../objects/FieldDialog.module.css";

interface Hook {
  id: Id;
  name: string;
  target: string;
  address: string;
  active: boolean;
}

const KEY = ["incoming-webhooks"];
const RECORD = "record:";

/** What becomes of a message, in words where they are known. */
function useTarget() {
  const { objects } = useCatalogue();
  return (target: string): string => {
    const object = target.startsWith(RECORD) ? objects[target.slice(RECORD.length)] : undefined;
    return object ? t("makes a record: {object}", { object: object.label }) : target;
  };
}

function NewHook({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const { objects, menu } = useCatalogue();
  const common = menu.flatMap(({ items }) => items);
  const [name, setName] = useState("");
  const [object, setObject] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      onMade((await api.post<{ secret: string }>("/incoming-webhooks", { name: name.trim(), target: RECORD + (object ?? "") })).secret);
    } catch (error) {
      if (error instanceof ProblemError && error.errors.length) setErrors(Object.fromEntries(error.errors.map(({ field, message }) => [field, message])));
      else noticeProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t("New address")} size={480} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("Close") }}>
      <form className={formClasses.stack} onSubmit={(event) => void submit(event)} noValidate>
        <TextInput label={t("Name")} withAsterisk data-autofocus value={name} error={errors.name} onChange={(event) => setName(event.currentTarget.value)} />
        <Select label={t("Makes records of")} withAsterisk searchable data={Object.values(objects).filter((one) => common.includes(one.name)).map((one) => ({ value: one.name, label: one.plural }))} value={object} error={errors.target} onChange={setObject} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!name.trim() || !object}>{t("Create")}</Button>
        </Group>
      </form>
    </Modal>
  );
}

interface LineProps {
  hook: Hook;
  onAct: (what: () => Promise<unknown>) => void;
  onSecret: (secret: string) => void;
}

function Line({ hook, onAct, onSecret }: LineProps) {
  const targetWords = useTarget();
  const one = `/incoming-webhooks/${hook.id}`;
  return (
    <tr>
      <td>
        <b>{hook.name}</b> <span className={classes.small}>{targetWords(hook.target)}</span>
        <div className={classes.api}>{hook.address}</div>
      </td>
      <td><Badge size="sm" variant="light" color={hook.active ? "teal" : "gray"} tt="none" fw={500}>{hook.active ? t("On") : t("Off")}</Badge></td>
      <td>
        <span className={classes.rowActions}>
          <CopyButton value={hook.address}>{({ copied, copy }) => <ActionIcon variant="subtle" color="gray" aria-label={copied ? t("Copied") : t("Copy the address of {name}", { name: hook.name })} onClick={copy}>{copied ? <IconCheck size={16} /> : <IconCopy size={16} />}</ActionIcon>}</CopyButton>
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={t("More for {name}", { name: hook.name })}><IconDots size={16} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => onAct(() => api.patch(one, { active: !hook.active }))}>{hook.active ? t("Switch off") : t("Switch on")}</Menu.Item>
              <Menu.Item onClick={() => onAct(async () => onSecret((await api.post<{ secret: string }>(`${one}/rotate`)).secret))}>{t("New secret")}</Menu.Item>
              <Menu.Item color="red" onClick={() => onAct(() => api.del(one))}>{t("Delete")}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </td>
    </tr>
  );
}

export function Incoming({ onSecret }: { onSecret: (secret: string) => void }) {
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const hooks = useQuery({ queryKey: KEY, queryFn: async ({ signal }) => (await api.get<{ data: Hook[] }>("/incoming-webhooks", { signal })).data });
  const act = async (what: () => Promise<unknown>) => {
    try {
      await what();
    } catch (error) {
      noticeProblem(error);
    }
    await client.invalidateQueries({ queryKey: KEY });
  };
  const made = (secret: string) => {
    setMaking(false);
    onSecret(secret);
    void client.invalidateQueries({ queryKey: KEY });
  };
  const add = <Button variant="default" flex="none" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setMaking(true)}>{t("New address")}</Button>;
  return (
    <Section title={t("What comes in")} about={t("Other systems send signed messages to an address here; what they make has the rights of whoever opened it.")} actions={add}>
      <Loaded asked={hooks}>
        {(all) => all.length ? (
          <List label={t("What comes in")} heads={[t("Address"), t("State"), ""]}>
            {all.map((hook) => <Line key={hook.id} hook={hook} onAct={(what) => void act(what)} onSecret={onSecret} />)}
          </List>
        ) : <Empty>{t("No address is open yet.")}</Empty>}
      </Loaded>
      {making && <NewHook onClose={() => setMaking(false)} onMade={made} />}
    </Section>
  );
}
