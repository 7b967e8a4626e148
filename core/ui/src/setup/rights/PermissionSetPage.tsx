// One permission set as a matrix: objects by what may be done with them, and each object's fields.
import { Button, Checkbox, Group, SegmentedControl, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useParams } from "react-router";
import { useCatalogue } from "../../api/client";
import type { UiObject } from "../../api/types";
import { solid } from "../../fields/colors";
import { Icon } from "../../icons/Icon";
import { t } from "../../i18n";
import { labelToKeep, putting, useChange, useDefinition, type Definition } from "../kit/meta";
import { Loaded, Section, SetupPage, Source } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import classes from "./Matrix.module.css";
import { GRANTS, grantsDocument, withGrant, type FieldLevel, type Grant, type ObjectGrants, type PermissionSetDoc } from "./documents";

type Grants = Record<string, ObjectGrants>;

function grantLabel(grant: Grant): { label: string; about: string } {
  return {
    read: { label: t("See"), about: t("records that are theirs or shared with them") },
    create: { label: t("Create"), about: t("new records") },
    edit: { label: t("Change"), about: t("records that they may change") },
    delete: { label: t("Delete"), about: t("records that they may change") },
    view_all: { label: t("See all"), about: t("every record, whoever owns it") },
    modify_all: { label: t("Change all"), about: t("every record, whoever owns it") },
  }[grant];
}

/** System grants that there are, and those that a plugin has named in this set. */
function systemGrants(): { value: string; label: string }[] {
  return [{ value: "administer", label: t("Administer: configure everything and see everything") }, { value: "export", label: t("Export lists") }];
}

function FieldLevels({ object, grants, onChange }: { object: UiObject; grants: ObjectGrants; onChange: (fields: Record<string, FieldLevel>) => void }) {
  const levels = [{ value: "", label: t("As the object") }, { value: "none", label: t("Hidden") }, { value: "read", label: t("Read only") }, { value: "edit", label: t("Change") }];
  const choose = (name: string, level: string) => {
    const { [name]: _gone, ...rest } = grants.fields ?? {};
    onChange(level ? { ...rest, [name]: level as FieldLevel } : rest);
  };
  return (
    <div className={classes.fields}>
      {Object.values(object.fields).filter((field) => !field.system).map((field) => (
        <div key={field.name} className={classes.field}>
          <span className={classes.fieldName}>{field.label}</span>
          <SegmentedControl size="xs" withItemsBorders={false} aria-label={field.label} data={levels} value={grants.fields?.[field.name] ?? ""} onChange={(level) => choose(field.name, level)} />
        </div>
      ))}
    </div>
  );
}

function ObjectRow({ object, grants, onChange }: { object: UiObject; grants: ObjectGrants; onChange: (grants: ObjectGrants) => void }) {
  const [opened, setOpened] = useState(false);
  const limited = Object.keys(grants.fields ?? {}).length;
  return (
    <>
      <tr data-none={grants.read ? undefined : true}>
        <th scope="row" className={classes.object}>
          <UnstyledButton className={classes.opener} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            <IconChevronRight size={14} className={classes.chevron} data-opened={opened || undefined} aria-hidden />
            <Icon name={object.icon} size={16} style={{ color: solid(object.color) }} />
            <span className="dg-ellipsis">{object.plural}</span>
            {limited > 0 && <span className={classes.limited}>{t("{count} fields", { count: limited })}</span>}
          </UnstyledButton>
        </th>
        {GRANTS.map((grant) => (
          <td key={grant}>
            <Checkbox size="xs" aria-label={`${object.plural}: ${grantLabel(grant).label}`} checked={Boolean(grants[grant])} onChange={(event) => onChange(withGrant(grants, grant, event.currentTarget.checked))} />
          </td>
        ))}
      </tr>
      {opened && <tr><td colSpan={GRANTS.length + 1} className={classes.fieldsCell}><FieldLevels object={object} grants={grants} onChange={(fields) => onChange({ ...grants, fields })} /></td></tr>}
    </>
  );
}

function useGroups(): { label: string; objects: UiObject[] }[] {
  const { menu, objects } = useCatalogue();
  return useMemo(() => {
    const placed = new Set(menu.flatMap((group) => group.items));
    const groups = menu.map(({ label, items }) => ({ label, objects: items.map((name) => objects[name]).filter((one) => one !== undefined) }));
    return [...groups, { label: t("Not in the menu"), objects: Object.values(objects).filter((object) => !placed.has(object.name)) }].filter((group) => group.objects.length > 0);
  }, [menu, objects]);
}

function Matrix({ grants, onChange }: { grants: Grants; onChange: (grants: Grants) => void }) {
  return (
    <div className={classes.frame}>
      <table className={classes.matrix} aria-label={t("Objects")}>
        <thead>
          <tr>
            <th scope="col" className={classes.object}>{t("Object")}</th>
            {GRANTS.map((grant) => <th key={grant} scope="col"><Tooltip label={grantLabel(grant).about}><span tabIndex={0}>{grantLabel(grant).label}</span></Tooltip></th>)}
          </tr>
        </thead>
        {useGroups().map((group) => (
          <tbody key={group.label}>
            <tr><th scope="rowgroup" colSpan={GRANTS.length + 1} className={classes.group}>{group.label}</th></tr>
            {group.objects.map((object) => <ObjectRow key={object.name} object={object} grants={grants[object.name] ?? {}} onChange={(next) => onChange({ ...grants, [object.name]: next })} />)}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Page({ set }: { set: Definition<PermissionSetDoc> }) {
  const [label, setLabel] = useState(set.label);
  const [grants, setGrants] = useState<Grants>(set.definition.objects ?? {});
  const [system, setSystem] = useState(set.definition.system ?? []);
  const change = useChange();
  const document: PermissionSetDoc = { ...set.definition, label: labelToKeep(label, set), objects: grantsDocument(grants), system };
  const before: PermissionSetDoc = { ...set.definition, label: set.definition.label ?? set.name, objects: grantsDocument(set.definition.objects ?? {}), system: set.definition.system ?? [] };
  const dirty = JSON.stringify(document) !== JSON.stringify(before);
  const known = systemGrants();
  const others = system.filter((name) => !known.some((grant) => grant.value === name)).map((name) => ({ value: name, label: name }));
  const discard = () => {
    setLabel(set.label);
    setGrants(set.definition.objects ?? {});
    setSystem(before.system ?? []);
  };
  return (
    <SetupPage
      title={set.label}
      back={{ to: "/setup/permission-sets", label: t("Permission sets") }}
      sign={<Source layer={set.layer} owner={set.owner} />}
      actions={<><Button variant="default" disabled={!dirty} onClick={discard}>{t("Discard")}</Button><Button disabled={!dirty} loading={change.busy} onClick={() => void change.propose(putting("permission_set", document))}>{t("Save")}</Button></>}
    >
      <Refusals change={change} />
      <Group mb="md"><TextInput label={t("Label")} value={label} w={300} onChange={(event) => setLabel(event.currentTarget.value)} /></Group>
      <Matrix grants={grants} onChange={setGrants} />
      <Section title={t("System grants")}>
        <Checkbox.Group value={system} onChange={setSystem}>
          <div className={classes.system}>{[...known, ...others].map((grant) => <Checkbox key={grant.value} size="xs" value={grant.value} label={grant.label} />)}</div>
        </Checkbox.Group>
      </Section>
      <PlanDialog change={change} title={set.label} />
    </SetupPage>
  );
}

export default function PermissionSetPage() {
  const { set = "" } = useParams();
  const definition = useDefinition<PermissionSetDoc>("permission_set", set);
  return <Loaded asked={definition}>{(found) => <Page key={found.version} set={found} />}</Loaded>;
}
