// Translates what objects, fields and options are called; shows what is missing.
import { Button, SegmentedControl, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useMe } from "../../api/client";
import { LANGUAGES, t } from "../../i18n";
import { putting, useChange, useDefinitions, type Definition } from "../kit/meta";
import { Empty, List, Loaded, pageClasses as classes, SetupPage } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import type { ObjectDefinition, ObjectDoc } from "./documents";
import { ownTexts, placesOf, textsIn, type Place, type TranslationDoc } from "./texts";

interface TableProps {
  places: Place[];
  language: string;
  translations: Definition<TranslationDoc>[];
}

function Texts({ places, language, translations }: TableProps) {
  const known = textsIn(language, translations);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [missing, setMissing] = useState(false);
  const change = useChange(() => setTyped({}));
  const shown = missing ? places.filter(({ place }) => !known[place] || place in typed) : places;
  const save = () => {
    const own = ownTexts(language, translations);
    const texts = Object.fromEntries(Object.entries({ ...own.texts, ...typed }).filter(([, text]) => text.trim()));
    void change.propose(putting("translation", { ...own, texts }));
  };
  const left = places.filter(({ place }) => !(typed[place] ?? known[place])).length;
  return (
    <>
      <div className={classes.toolbar}>
        <Switch size="xs" label={t("Only what is missing ({count})", { count: left })} checked={missing} onChange={(event) => setMissing(event.currentTarget.checked)} />
        <Button ml="auto" disabled={!Object.keys(typed).length} loading={change.busy} onClick={save}>{t("Save")}</Button>
      </div>
      <Refusals change={change} />
      {shown.length ? (
        <List label={t("Translations")} heads={[t("Where"), t("Text"), t("Translation")]}>
          {shown.map(({ place, where, source }) => (
            <tr key={place}>
              <td><span className={classes.small}>{where}</span></td>
              <td>{source}</td>
              <td><TextInput size="xs" miw={220} aria-label={`${source}: ${t("Translation")}`} value={typed[place] ?? known[place] ?? ""} onChange={(event) => { const { value } = event.currentTarget; setTyped((before) => ({ ...before, [place]: value })); }} /></td>
            </tr>
          ))}
        </List>
      ) : <Empty>{t("Everything is translated.")}</Empty>}
      <PlanDialog change={change} title={t("Translations")} />
    </>
  );
}

function Choose({ objects, name, onChange }: { objects: ObjectDefinition[]; name: string; onChange: (name: string) => void }) {
  const data = objects.map((object) => ({ value: object.name, label: object.label })).sort((one, other) => one.label.localeCompare(other.label));
  return <Select aria-label={t("Object")} searchable allowDeselect={false} w={260} data={data} value={name} onChange={(value) => value && onChange(value)} />;
}

export default function Translations() {
  const objects = useDefinitions<ObjectDoc>("object");
  const translations = useDefinitions<TranslationDoc>("translation");
  const me = useMe().user.language;
  const [params, setParams] = useSearchParams();
  const language = params.get("language") ?? (me === "en" ? "zh" : me);
  const set = (part: Record<string, string>) => setParams({ language, ...(params.get("object") ? { object: params.get("object") ?? "" } : {}), ...part }, { replace: true });
  return (
    <SetupPage title={t("Translations")} about={t("What objects, fields and options are called in each language. What isn't translated is shown as it was declared.")}>
      <Loaded asked={objects}>
        {(all) => {
          const name = params.get("object") ?? all[0]?.name ?? "";
          const chosen = all.find((object) => object.name === name);
          return (
            <>
              <div className={classes.toolbar}>
                <Choose objects={all} name={name} onChange={(object) => set({ object })} />
                <SegmentedControl size="xs" aria-label={t("Language")} data={LANGUAGES} value={language} onChange={(value) => set({ language: value })} />
              </div>
              <Loaded asked={translations}>{(found) => chosen && <Texts key={`${name} ${language}`} places={placesOf(chosen.definition)} language={language} translations={found} />}</Loaded>
            </>
          );
        }}
      </Loaded>
    </SetupPage>
  );
}
