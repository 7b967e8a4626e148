// All permission sets: grants on objects and fields, given to users.
import { Button, Group, Modal, Select, TextInput } from "@mantine/core";
import { IconLock, IconPlus } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { Link, useNavigate } from "react-router";
import { t } from "../../i18n";
import { putting, useChange, useDefinitions, type Definition } from "../kit/meta";
import { List, Loaded, pageClasses as classes, SetupPage, Source } from "../kit/page";
import { PlanFoot, PlanSteps, Refusals } from "../kit/PlanView";
import { freeName, nameFrom } from "../objects/documents";
import type { PermissionSetDoc } from "./documents";

type SetDefinition = Definition<PermissionSetDoc>;

function NewSet({ all, onClose }: { all: SetDefinition[]; onClose: () => void }) {
  const [label, setLabel] = useState("");
  const [like, setLike] = useState<string | null>(null);
  const go = useNavigate();
  const name = freeName(nameFrom(label) || "permission_set", all.map((one) => one.name));
  const change = useChange(() => void go(`/setup/permission-sets/${name}`));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const copied = all.find((one) => one.name === like)?.definition;
    void change.propose(putting("permission_set", { objects: copied?.objects ?? {}, ...(copied?.system ? { system: copied.system } : {}), name, label: label.trim() }));
  };
  return (
    <Modal opened onClose={onClose} title={t("New permission set")} size={460} closeButtonProps={{ "aria-label": t("Close") }}>
      {change.plan ? <><PlanSteps plan={change.plan} /><Group mt="md" justify="flex-end"><PlanFoot change={change} onBack={change.reset} /></Group></> : (
        <form onSubmit={submit}>
          <Refusals change={change} />
          <TextInput label={t("Label")} data-autofocus withAsterisk value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
          <Select mt="sm" label={t("Begin like")} clearable data={all.map((one) => ({ value: one.name, label: one.label }))} value={like} onChange={setLike} />
          <Group justify="flex-end" gap={8} mt="lg">
            <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
            <Button type="submit" loading={change.busy} disabled={!label.trim()}>{t("Continue")}</Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}

export default function PermissionSets() {
  const sets = useDefinitions<PermissionSetDoc>("permission_set");
  const [making, setMaking] = useState(false);
  return (
    <SetupPage title={t("Permission sets")} about={t("What users may do with which objects and fields. A user may have several; what one of them allows is allowed.")} actions={<Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setMaking(true)}>{t("New permission set")}</Button>}>
      <Loaded asked={sets}>
        {(all) => (
          <>
            <List label={t("Permission sets")} heads={[t("Permission set"), t("Name"), t("Objects"), t("From")]}>
              {all.map((set) => (
                <tr key={set.name}>
                  <td><span className={classes.nameCell}><IconLock size={16} stroke={1.6} aria-hidden /><Link className={classes.nameLink} to={`/setup/permission-sets/${set.name}`}>{set.label}</Link></span></td>
                  <td className={classes.api}>{set.name}</td>
                  <td className="dg-number">{Object.keys(set.definition.objects ?? {}).length}</td>
                  <td><Source layer={set.layer} owner={set.owner} /></td>
                </tr>
              ))}
            </List>
            {making && <NewSet all={all} onClose={() => setMaking(false)} />}
          </>
        )}
      </Loaded>
    </SetupPage>
  );
}
