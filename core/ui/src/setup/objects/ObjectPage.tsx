// One object: its fields, its rules, and how it came to be what it is.
import { ActionIcon, Anchor, Badge, Button, Tabs, Tooltip } from "@mantine/core";
import { IconArchive, IconExternalLink, IconPencil, IconPlus, IconRotate, IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useCatalogue } from "../../api/client";
import { t } from "../../i18n";
import { Versions } from "../configuration/Versions";
import { putting, retiring, useChange, useDefinition, type Change } from "../kit/meta";
import { Empty, List, Loaded, pageClasses as classes, SetupPage, Source } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import { activeFields, isOwn, PREFIX, withField, type FieldDoc, type ObjectDefinition, type ObjectDoc, type RuleDoc } from "./documents";
import { FieldDialog } from "./FieldDialog";
import { kindOf } from "./fieldKinds";
import { ObjectSign } from "./IconPicker";
import { ObjectDialog } from "./ObjectDialog";
import { Opening } from "./Opening";
import { RuleDialog } from "./RuleDialog";

function FieldFlags({ field }: { field: FieldDoc }) {
  const flags: [unknown, string][] = [[field.required, t("Required")], [field.unique, t("Unique")], [field.read_only, t("Read only")], [field.visible_when, t("Conditional")]];
  return <span className={classes.flags}>{flags.filter(([set]) => set).map(([, label]) => <Badge key={label} size="xs" variant="default" tt="none" fw={500}>{label}</Badge>)}</span>;
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return <Tooltip label={label}><ActionIcon variant="subtle" color="gray" size={26} aria-label={label} onClick={onClick}>{children}</ActionIcon></Tooltip>;
}

interface FieldRowProps {
  definition: ObjectDefinition;
  name: string;
  field: FieldDoc;
  onEdit: () => void;
  change: Change;
}

/** Fields of lower layers are changed, never put away: whoever brought them decides. */
function isOwnField(definition: ObjectDefinition, name: string): boolean {
  return isOwn(definition) || name.startsWith(PREFIX);
}

function FieldRow({ definition, name, field, onEdit, change }: FieldRowProps) {
  const shown = useCatalogue().objects[definition.name]?.fields[name];
  const kind = kindOf(field.type);
  const { retired, ...back } = field;
  const label = shown?.label ?? field.label ?? name;
  return (
    <tr className={retired ? classes.retired : undefined}>
      <td>
        <span className={classes.nameCell}>
          <kind.icon size={16} stroke={1.6} aria-hidden />
          {retired ? label : <button type="button" className={`${classes.nameLink} ${classes.plainButton}`} onClick={onEdit}>{label}</button>}
        </span>
      </td>
      <td className={classes.api}>{name}</td>
      <td>{kind.label()}</td>
      <td><FieldFlags field={field} /></td>
      <td>
        <span className={classes.rowActions}>
          {!retired && <Tool label={t("Change: {name}", { name: label })} onClick={onEdit}><IconPencil size={15} aria-hidden /></Tool>}
          {!retired && isOwnField(definition, name) && <Tool label={t("Put away: {name}", { name: label })} onClick={() => void change.propose(putting("object", withField(definition.definition, name, { ...field, retired: true })))}><IconArchive size={15} aria-hidden /></Tool>}
          {retired && <Tool label={t("Bring back: {name}", { name: label })} onClick={() => void change.propose(putting("object", withField(definition.definition, name, back as FieldDoc)))}><IconRotate size={15} aria-hidden /></Tool>}
        </span>
      </td>
    </tr>
  );
}

function Fields({ definition }: { definition: ObjectDefinition }) {
  const [params, setParams] = useSearchParams();
  const change = useChange();
  const open = params.get("field");
  const edit = (name: string | null) => setParams((before) => {
    const next = new URLSearchParams(before);
    if (name) next.set("field", name);
    else next.delete("field");
    return next;
  }, { replace: true });
  const all = Object.entries(definition.definition.fields ?? {});
  const rows = [...all.filter(([, field]) => !field.retired), ...all.filter(([, field]) => field.retired)];
  return (
    <>
      <div className={classes.toolbar}>
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => edit("+")}>{t("New field")}</Button>
      </div>
      <Refusals change={change} />
      <List label={t("Fields")} heads={[t("Field"), t("Name"), t("Type"), "", ""]}>
        {rows.map(([name, field]) => <FieldRow key={name} definition={definition} name={name} field={field} change={change} onEdit={() => edit(name)} />)}
      </List>
      <PlanDialog change={change} title={definition.definition.label ?? definition.name} />
      {open && <FieldDialog key={open} definition={definition} name={open === "+" ? undefined : open} onClose={() => edit(null)} />}
    </>
  );
}

function Rules({ definition }: { definition: ObjectDefinition }) {
  const [open, setOpen] = useState<RuleDoc | "new" | null>(null);
  const change = useChange();
  const rules = definition.definition.rules ?? [];
  const remove = (rule: RuleDoc) => void change.propose(putting("object", { ...definition.definition, rules: rules.filter((one) => one !== rule) }));
  const add = <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen("new")}>{t("New rule")}</Button>;
  return (
    <>
      {rules.length > 0 ? (
        <>
          <div className={classes.toolbar}>{add}</div>
          <Refusals change={change} />
          <List label={t("Rules")} heads={[t("Refused when"), t("What is said then"), t("Field"), ""]}>
            {rules.map((rule) => (
              <tr key={rule.name}>
                <td><code className={classes.expression}>{rule.when}</code></td>
                <td>{rule.message}</td>
                <td>{rule.field && (definition.definition.fields?.[rule.field]?.label ?? rule.field)}</td>
                <td>
                  <span className={classes.rowActions}>
                    <Tool label={t("Change: {name}", { name: rule.message })} onClick={() => setOpen(rule)}><IconPencil size={15} aria-hidden /></Tool>
                    <Tool label={t("Remove: {name}", { name: rule.message })} onClick={() => remove(rule)}><IconTrash size={15} aria-hidden /></Tool>
                  </span>
                </td>
              </tr>
            ))}
          </List>
        </>
      ) : <Empty action={add}>{t("No rules yet. A rule refuses records that can't be right, and says why.")}</Empty>}
      <PlanDialog change={change} title={t("Rules")} />
      {open && <RuleDialog definition={definition} rule={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Page({ definition }: { definition: ObjectDefinition }) {
  const [editing, setEditing] = useState(false);
  const [params, setParams] = useSearchParams();
  const go = useNavigate();
  const change = useChange(() => void go("/setup/objects"));
  const { label, icon, color, help } = definition.definition;
  const shown = useCatalogue().objects[definition.name];
  const tab = params.get("tab") ?? "fields";
  return (
    <SetupPage
      title={shown?.label ?? label ?? definition.name}
      about={shown?.help ?? help}
      sign={<ObjectSign icon={icon} color={color} size={38} />}
      back={{ to: "/setup/objects", label: t("Objects and fields") }}
      actions={
        <>
          {shown && <Button variant="default" component={Link} to={`/o/${definition.name}`} leftSection={<IconExternalLink size={14} aria-hidden />}>{t("Open the list")}</Button>}
          <Button variant="default" leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setEditing(true)}>{t("Change")}</Button>
          {isOwn(definition) && <Button variant="default" leftSection={<IconArchive size={14} aria-hidden />} onClick={() => void change.propose(retiring("object", definition.name))}>{t("Put away")}</Button>}
        </>
      }
    >
      <div className={classes.meta}><code className={classes.api}>{definition.name}</code> <Source layer={definition.layer} owner={definition.owner} /></div>
      <Refusals change={change} />
      <Tabs value={tab} onChange={(value) => setParams(value && value !== "fields" ? { tab: value } : {}, { replace: true })} keepMounted={false} classNames={{ panel: classes.tabPanel }}>
        <div className={classes.tabsLine}>
          <Tabs.List>
            <Tabs.Tab value="fields">{t("Fields")} <span className={classes.tabCount}>{activeFields(definition.definition).length}</span></Tabs.Tab>
            <Tabs.Tab value="rules">{t("Rules")} <span className={classes.tabCount}>{definition.definition.rules?.length ?? 0}</span></Tabs.Tab>
            <Tabs.Tab value="opening">{t("Lists open with")}</Tabs.Tab>
            <Tabs.Tab value="versions">{t("Versions")}</Tabs.Tab>
          </Tabs.List>
          <span className={classes.tabLinks}>
            <Anchor component={Link} size="sm" to={`/setup/layouts?object=${definition.name}`}>{t("Layouts")}</Anchor>
            <Anchor component={Link} size="sm" to={`/setup/translations?object=${definition.name}`}>{t("Translations")}</Anchor>
          </span>
        </div>
        <Tabs.Panel value="fields"><Fields definition={definition} /></Tabs.Panel>
        <Tabs.Panel value="rules"><Rules definition={definition} /></Tabs.Panel>
        <Tabs.Panel value="opening"><Opening object={definition.name} /></Tabs.Panel>
        <Tabs.Panel value="versions"><Versions kind="object" name={definition.name} /></Tabs.Panel>
      </Tabs>
      <PlanDialog change={change} title={t("Put away: {name}", { name: label ?? definition.name })} />
      {editing && <ObjectDialog definition={definition} taken={[]} onClose={() => setEditing(false)} onSaved={() => undefined} />}
    </SetupPage>
  );
}

export default function ObjectPage() {
  const { object = "" } = useParams();
  const definition = useDefinition<ObjectDoc>("object", object);
  return <Loaded asked={definition}>{(found) => <Page definition={found} />}</Loaded>;
}
