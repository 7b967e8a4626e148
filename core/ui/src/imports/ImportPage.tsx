// Importing into an object: file, columns, a try that writes nothing, and the import, which can be taken back as a whole.
import { Button, Group, Stepper } from "@mantine/core";
import { useState } from "react";
import { useParams } from "react-router";
import { useObject } from "../api/client";
import type { UiObject } from "../api/types";
import { NotFound } from "../app/NotFound";
import { notice, noticeProblem } from "../app/notices";
import { t } from "../i18n";
import { SetupPage } from "../setup/kit/page";
import { ColumnsStep } from "./ColumnsStep";
import { look, start, useImport, type Looked, type Mapping } from "./data";
import { FileStep } from "./FileStep";
import { fitted, withRestIgnored } from "./mapping";
import { RunStep } from "./RunStep";
import { TemplateBar } from "./TemplateBar";

/** Nothing goes anywhere yet: there is nothing to try. */
const isBlank = (mapping: Mapping): boolean => Object.keys(mapping.fields).length === 0;

function useSteps(object: UiObject) {
  const [file, setFile] = useState<{ id: string; name: string } | null>(null);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [mapping, setMapping] = useState<Mapping | null>(null);
  const [id, setId] = useState<string | null>(null);
  const one = useImport(id).data;
  const choose = async (chosen: { id: string; name: string }) => {
    const suggested = await look(object.name, chosen.id, null);
    const whole = withRestIgnored(suggested.mapping, suggested.columns.map(({ heading }) => heading));
    setFile(chosen);
    setLooked(isBlank(whole) ? { ...suggested, problems: [] } : whole === suggested.mapping ? suggested : await look(object.name, chosen.id, whole));
    setMapping(whole);
  };
  const change = async (next: Mapping) => {
    setMapping(next);
    try {
      if (file && looked) setLooked(isBlank(next) ? { ...looked, mapping: next, problems: [], rows: [] } : await look(object.name, file.id, next));
    } catch (error) {
      noticeProblem(error);
    }
  };
  const take = (document: Mapping) => {
    const { mapping: next, missing } = fitted(document, looked?.columns.map(({ heading }) => heading) ?? []);
    if (missing.length) notice(t("This file lacks columns of the mapping: {columns}", { columns: missing.join(", ") }));
    void change(next);
  };
  const run = async (dry: boolean) => {
    try {
      if (file && mapping) setId((await start(object.name, file.id, mapping, dry)).id);
    } catch (error) {
      noticeProblem(error);
    }
  };
  const step = one ? (one.dry_run ? 2 : 3) : looked ? 1 : 0;
  return { step, looked, mapping, one, choose, change, take, run, back: () => setId(null), restart: () => { setId(null); setLooked(null); } };
}

function Steps({ object }: { object: UiObject }) {
  const { step, looked, mapping, one, choose, change, take, run, back, restart } = useSteps(object);
  const ready = looked && mapping && looked.problems.length === 0 && !isBlank(mapping);
  return (
    <SetupPage wide title={t("Import: {objects}", { objects: object.plural })} back={{ to: `/o/${object.name}`, label: object.plural }}>
      <Stepper active={step} size="xs" mb="lg" allowNextStepsSelect={false}>
        {[t("File"), t("Columns"), t("Try"), t("Import")].map((label) => <Stepper.Step key={label} label={label} />)}
      </Stepper>
      {step === 0 && <FileStep object={object} chosen={choose} />}
      {step === 1 && looked && mapping && (
        <>
          <TemplateBar object={object} mapping={mapping} take={take} />
          <ColumnsStep object={object} looked={looked} mapping={mapping} change={(next) => void change(next)} />
          <Group mt="lg">
            <Button disabled={!ready} onClick={() => void run(true)}>{t("Try it; nothing is written yet")}</Button>
            <Button variant="default" onClick={restart}>{t("Another file")}</Button>
          </Group>
        </>
      )}
      {step > 1 && one && <RunStep object={object} one={one} go={() => void run(false)} again={back} />}
    </SetupPage>
  );
}

export default function ImportPage() {
  const object = useObject(useParams().object ?? "");
  return object?.rights.create ? <Steps key={object.name} object={object} /> : <NotFound />;
}
