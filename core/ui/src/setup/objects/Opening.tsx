// What the lists of an object open with: for everybody, and for people of a role. Whoever likes another view opens with that.
import { Button, Select } from "@mantine/core";
import { IconSitemap, IconUsers } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useCatalogue } from "../../api/client";
import { t } from "../../i18n";
import { putting, together, useChange, useDefinitions, type Definition, type Document } from "../kit/meta";
import { Empty, List, Loaded, pageClasses as classes } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import type { RoleDoc } from "../rights/documents";

interface ViewDoc extends Document {
  name: string;
  object: string;
  label?: string;
  default?: boolean;
  default_for?: string[];
}
type View = Definition<ViewDoc>;
type Role = Definition<RoleDoc>;

/** By role the name of a view; under no role that of everybody. */
type Choices = Record<string, string>;

const EVERYBODY = "";

function choicesOf(views: View[]): Choices {
  const forRoles = views.flatMap((view) => (view.definition.default_for ?? []).map((role) => [role, view.name] as const)).reverse(); // the first view wins
  const usual = views.find((view) => view.definition.default);
  return { ...Object.fromEntries(forRoles), ...(usual ? { [EVERYBODY]: usual.name } : {}) };
}

/** The document of a view as these choices want it. */
function chosenIn({ default: _, default_for: __, ...rest }: ViewDoc, choices: Choices): ViewDoc {
  const roles = Object.keys(choices).filter((role) => role !== EVERYBODY && choices[role] === rest.name).sort();
  return { ...rest, ...(choices[EVERYBODY] === rest.name ? { default: true } : {}), ...(roles.length ? { default_for: roles } : {}) } as ViewDoc;
}

const says = ({ default: usual, default_for: roles }: ViewDoc): string => JSON.stringify([usual ?? false, [...(roles ?? [])].sort()]);

function Row({ icon, label, children }: { icon: ReactNode; label: string; children: ReactNode }) {
  return (
    <tr>
      <td><span className={classes.nameCell}>{icon}{label}</span></td>
      <td>{children}</td>
      <td />
    </tr>
  );
}

function Editor({ object, views, roles }: { object: string; views: View[]; roles: Role[] }) {
  const before = choicesOf(views);
  const [choices, setChoices] = useState(before);
  const change = useChange();
  const shown = useCatalogue().views[object];
  const data = views.map(({ name, definition }) => ({ value: name, label: shown?.find((view) => view.name === name)?.label ?? definition.label ?? name }));
  const choose = (role: string, view: string | null) => setChoices(({ [role]: _, ...rest }) => (view ? { ...rest, [role]: view } : rest));
  const changed = views.filter(({ definition }) => says(definition) !== says(chosenIn(definition, choices)));
  const save = () => void change.propose(together(changed.map(({ definition, revision }) => putting("view", chosenIn(definition, choices), revision))));
  const choice = (role: string, label: string, placeholder: string) => (
    <Select size="xs" w={280} aria-label={t("Lists of {name} open with", { name: label })} data={data} value={choices[role] ?? null} clearable placeholder={placeholder} onChange={(view) => choose(role, view)} />
  );
  return (
    <>
      <div className={classes.toolbar}>
        <Button disabled={!changed.length} loading={change.busy} onClick={save}>{t("Save")}</Button>
      </div>
      <Refusals change={change} />
      <List label={t("Lists open with")} heads={[t("For"), t("Lists open with"), ""]}>
        <Row icon={<IconUsers size={16} stroke={1.6} aria-hidden />} label={t("Everybody")}>{choice(EVERYBODY, t("Everybody"), t("The first view"))}</Row>
        {roles.map(({ name, definition: { label = name } }) => (
          <Row key={name} icon={<IconSitemap size={16} stroke={1.6} aria-hidden />} label={label}>{choice(name, label, t("As for everybody"))}</Row>
        ))}
      </List>
      <PlanDialog change={change} title={t("Lists open with")} />
    </>
  );
}

export function Opening({ object }: { object: string }) {
  const views = useDefinitions<ViewDoc>("view");
  const roles = useDefinitions<RoleDoc>("role");
  return (
    <Loaded asked={views}>
      {(all) => {
        const own = all.filter((view) => view.definition.object === object);
        if (!own.length) return <Empty>{t("There are no views of these records yet; lists show everything.")}</Empty>;
        return <Loaded asked={roles}>{(known) => <Editor key={own.map((view) => view.revision).join()} object={object} views={own} roles={known} />}</Loaded>;
      }}
    </Loaded>
  );
}
