// All objects: one's own, those of plugins, those of the core.
import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconRotate, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useCatalogue } from "../../api/client";
import { t } from "../../i18n";
import { putting, useChange, useDefinitions } from "../kit/meta";
import { List, Loaded, pageClasses as classes, Section, SetupPage, Source } from "../kit/page";
import { PlanDialog } from "../kit/PlanView";
import { activeFields, type ObjectDefinition, type ObjectDoc } from "./documents";
import { ObjectSign } from "./IconPicker";
import { ObjectDialog } from "./ObjectDialog";

const ORDER = ["tenant", "plugin", "core"];

function sorted(definitions: ObjectDefinition[]): ObjectDefinition[] {
  const text = ({ definition, name }: ObjectDefinition) => definition.label ?? name;
  return [...definitions].sort((one, other) => ORDER.indexOf(one.layer) - ORDER.indexOf(other.layer) || text(one).localeCompare(text(other)));
}

function Row({ definition }: { definition: ObjectDefinition }) {
  const shown = useCatalogue().objects[definition.name];
  const { icon, color, label } = definition.definition;
  return (
    <tr>
      <td>
        <span className={classes.nameCell}>
          <ObjectSign icon={icon} color={color} size={28} />
          <Link className={classes.nameLink} to={`/setup/objects/${definition.name}`}>{shown?.label ?? label ?? definition.name}</Link>
        </span>
      </td>
      <td className={classes.api}>{definition.name}</td>
      <td className="dg-number">{t("{count} fields", { count: activeFields(definition.definition).length })}</td>
      <td><Source layer={definition.layer} owner={definition.owner} /></td>
    </tr>
  );
}

function Retired() {
  const retired = useDefinitions<ObjectDoc>("object", true);
  const change = useChange();
  if (!retired.data?.length) return null;
  return (
    <Section title={t("Put away")} about={t("Hidden, with everything kept. They can be brought back.")}>
      <List label={t("Put away")} heads={[t("Object"), t("Name"), ""]}>
        {retired.data.map((definition) => (
          <tr key={definition.name} className={classes.retired}>
            <td>{definition.definition.label ?? definition.name}</td>
            <td className={classes.api}>{definition.name}</td>
            <td>
              <Tooltip label={t("Bring back")}>
                <ActionIcon variant="subtle" color="gray" aria-label={t("Bring back: {name}", { name: definition.name })} onClick={() => void change.propose(putting("object", definition.definition))}><IconRotate size={15} aria-hidden /></ActionIcon>
              </Tooltip>
            </td>
          </tr>
        ))}
      </List>
      <PlanDialog change={change} title={t("Bring back")} />
    </Section>
  );
}

export default function ObjectList() {
  const definitions = useDefinitions<ObjectDoc>("object");
  const [params, setParams] = useSearchParams();
  const [words, setWords] = useState("");
  const { objects } = useCatalogue();
  const go = useNavigate();
  const fits = ({ name, definition }: ObjectDefinition) => `${name} ${definition.label} ${definition.plural} ${objects[name]?.label}`.toLowerCase().includes(words.trim().toLowerCase());
  const close = () => setParams({}, { replace: true });
  return (
    <SetupPage
      title={t("Objects and fields")}
      about={t("Kinds of records and what is kept about them. Changes are in force at once, for everybody.")}
      actions={<Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setParams({ new: "1" })}>{t("New object")}</Button>}
    >
      <TextInput mb={12} maw={280} leftSection={<IconSearch size={14} aria-hidden />} placeholder={t("Search objects")} aria-label={t("Search objects")} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      <Loaded asked={definitions}>
        {(all) => (
          <List label={t("Objects")} heads={[t("Object"), t("Name"), t("Fields"), t("From")]}>
            {sorted(all.filter(fits)).map((definition) => <Row key={definition.name} definition={definition} />)}
          </List>
        )}
      </Loaded>
      <Retired />
      {params.has("new") && <ObjectDialog taken={definitions.data?.map(({ name }) => name) ?? []} onClose={close} onSaved={(name) => void go(`/setup/objects/${name}`)} />}
    </SetupPage>
  );
}
