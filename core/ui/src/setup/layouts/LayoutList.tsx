// The layouts of record pages, by object.
import { Button, Group, Modal, MultiSelect, Select, TextInput } from "@mantine/core";
import { IconLayoutList, IconPlus } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useCatalogue } from "../../api/client";
import type { UiObject } from "../../api/types";
import { t } from "../../i18n";
import { putting, useChange, useDefinitions, type Definition } from "../kit/meta";
import { List, Loaded, pageClasses as classes, SetupPage, Source } from "../kit/page";
import { PlanFoot, PlanSteps, Refusals } from "../kit/PlanView";
import { freeName } from "../objects/documents";
import formClasses from "../objects/FieldDialog.module.css";
import type { PermissionSetDoc } from "../rights/documents";
import type { LayoutDoc } from "./documents";

type Layout = Definition<LayoutDoc>;

/** A new layout begins with everything the object has. */
function firstLayout(object: UiObject, name: string, label: string, sets: string[]): LayoutDoc {
  const fields = Object.values(object.fields).filter((field) => !field.system).map((field) => field.name);
  const sections = [{ label: t("Details"), columns: 2, fields: [...fields, ...(object.fields.owner_id ? ["owner_id"] : [])] }];
  return { name, object: object.name, ...(label ? { label } : {}), sections, ...(sets.length ? { permission_sets: sets } : {}) };
}

function NewLayout({ layouts, wanted, onClose }: { layouts: Layout[]; wanted: string | null; onClose: () => void }) {
  const { objects } = useCatalogue();
  const sets = useDefinitions<PermissionSetDoc>("permission_set").data ?? [];
  const [object, setObject] = useState(wanted);
  const [label, setLabel] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const go = useNavigate();
  const name = freeName(object ?? "", layouts.map((layout) => layout.name));
  const change = useChange(() => void go(`/setup/layouts/${name}`));
  const target = objects[object ?? ""];
  const like = layouts.find((layout) => layout.definition.object === object && !layout.definition.permission_sets?.length)?.definition;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!target) return;
    const made = firstLayout(target, name, label, chosen);
    void change.propose(putting("layout", like ? { ...like, ...made, sections: like.sections } : made));
  };
  return (
    <Modal opened onClose={onClose} title={t("New layout")} size={460} closeButtonProps={{ "aria-label": t("Close") }}>
      {change.plan ? <><PlanSteps plan={change.plan} /><div className={formClasses.foot}><PlanFoot change={change} onBack={change.reset} /></div></> : (
        <form className={formClasses.stack} onSubmit={submit}>
          <Refusals change={change} />
          <Select label={t("Object")} withAsterisk searchable data={Object.values(objects).map((one) => ({ value: one.name, label: one.label }))} value={object} onChange={setObject} />
          <TextInput label={t("Label")} value={label} onChange={(event) => setLabel(event.currentTarget.value)} />
          <MultiSelect label={t("For holders of")} description={t("Left empty, it is for everybody.")} data={sets.map((set) => ({ value: set.name, label: set.label }))} value={chosen} onChange={setChosen} />
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>{t("Cancel")}</Button>
            <Button type="submit" loading={change.busy} disabled={!target}>{t("Continue")}</Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}

export default function LayoutList() {
  const layouts = useDefinitions<LayoutDoc>("layout");
  const sets = useDefinitions<PermissionSetDoc>("permission_set").data ?? [];
  const { objects } = useCatalogue();
  const [params, setParams] = useSearchParams();
  const wanted = params.get("new");
  const only = params.get("object");
  const objectLabel = (layout: Layout) => objects[layout.definition.object]?.label ?? layout.definition.object;
  return (
    <SetupPage title={t("Layouts")} about={t("How record pages are arranged, for everybody or for the holders of some permission sets.")} actions={<Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setParams({ new: only ?? "", ...(only ? { object: only } : {}) })}>{t("New layout")}</Button>}>
      <Loaded asked={layouts}>
        {(all) => (
          <>
            <List label={t("Layouts")} heads={[t("Object"), t("Layout"), t("For"), t("From")]}>
              {all.filter((layout) => !only || layout.definition.object === only).sort((one, other) => objectLabel(one).localeCompare(objectLabel(other))).map((layout) => (
                <tr key={layout.name}>
                  <td><span className={classes.nameCell}><IconLayoutList size={16} stroke={1.6} aria-hidden /><Link className={classes.nameLink} to={`/setup/layouts/${layout.name}`}>{objectLabel(layout)}</Link></span></td>
                  <td className={classes.api}>{layout.label}</td>
                  <td>{layout.definition.permission_sets?.map((set) => sets.find((one) => one.name === set)?.label ?? set).join(", ") || t("Everybody")}</td>
                  <td><Source layer={layout.layer} owner={layout.owner} /></td>
                </tr>
              ))}
            </List>
            {wanted !== null && <NewLayout layouts={all} wanted={wanted || null} onClose={() => setParams(only ? { object: only } : {}, { replace: true })} />}
          </>
        )}
      </Loaded>
    </SetupPage>
  );
}
