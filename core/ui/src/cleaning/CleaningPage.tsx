// Putting values in order: what to clean, what would change of it, the change with its progress, and the way back.
import { Alert, Button, Checkbox, Group, Progress, SegmentedControl, Select, Stack } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { useCatalogue, useObject } from "../api/client";
import type { UiObject } from "../api/types";
import { NotFound } from "../app/NotFound";
import { t } from "../i18n";
import { SetupPage } from "../setup/kit/page";
import classes from "./cleaning.module.css";
import { fieldsFor, likely, possible, useRun, type Done, type Found, type What, type Wish } from "./data";
import { Changes } from "./Changes";
import { Outcome } from "./Outcome";

const wordsFor = (what: What): { label: string; about: string } =>
  ({
    phones: { label: t("Phone numbers"), about: t("Written in one way, such as +48 22 123 45 67.") },
    names: { label: t("Names"), about: t("No double spaces, no wide letters and digits.") },
    addresses: { label: t("Chinese addresses"), about: t("Province, city and district in their own lines, where it is certain what is meant.") },
  })[what];

interface WishProps {
  object: UiObject;
  wish: Wish;
  set: (wish: Wish) => void;
}

/** All records, those of a list of the object, or the ones that led here. */
function Scope({ object, wish, set }: WishProps) {
  const given = useSearchParams()[0].get("filter");
  const views = (useCatalogue().views[object.name] ?? []).filter((view) => view.filter);
  const data = [
    { value: "", label: t("All records that I may change") },
    ...(given ? [{ value: given, label: t("Those of the list that I came from") }] : []),
    ...views.filter(({ filter }) => filter !== given).map((view) => ({ value: view.filter ?? "", label: view.label })),
  ];
  const once = data.filter((one, place) => data.findIndex(({ value }) => value === one.value) === place);
  return <Select label={t("Records to look at")} allowDeselect={false} data={once} value={wish.filter ?? ""} onChange={(filter) => set({ ...wish, filter: filter || null })} maw={380} />;
}

function Choice({ object, wish, set }: WishProps) {
  const choose = (what: What) => set({ ...wish, what, fields: likely(object, what) });
  return (
    <Stack gap="md">
      <div>
        <SegmentedControl aria-label={t("What to put in order")} data={possible(object).map((what) => ({ value: what, label: wordsFor(what).label }))} value={wish.what} onChange={(what) => choose(what as What)} />
        <p className={classes.about}>{wordsFor(wish.what).about}</p>
      </div>
      <Checkbox.Group label={t("Fields to look at")} value={wish.fields} onChange={(fields) => set({ ...wish, fields })}>
        <Group gap="md" mt={6}>{fieldsFor(object, wish.what).map(({ name, label }) => <Checkbox key={name} value={name} label={label} />)}</Group>
      </Checkbox.Group>
      {wish.what === "names" && <Checkbox label={t("Capital letters too: JAN KOWALSKI becomes Jan Kowalski")} checked={wish.case} onChange={(event) => set({ ...wish, case: event.currentTarget.checked })} />}
      <Scope object={object} wish={wish} set={set} />
    </Stack>
  );
}

function Cleaning({ object, first }: { object: UiObject; first: What }) {
  const given = useSearchParams()[0].get("filter");
  const [wish, setWish] = useState<Wish>({ what: first, fields: likely(object, first), case: false, filter: given });
  const look = useRun<Found>(object, true);
  const run = useRun<Done>(object, false);
  const at = run.running ? run : look;
  const set = (next: Wish) => {
    setWish(next);
    look.forget();
  };
  const busy = look.running || run.running;
  return (
    <SetupPage title={t("Put in order: {objects}", { objects: object.plural })} back={{ to: `/o/${object.name}`, label: object.plural }} about={t("First you see what would change; nothing is written before you say so, and all of it can be put back.")}>
      {run.result ? <Outcome object={object} done={run.result} again={() => { run.forget(); look.forget(); }} /> : (
        <fieldset disabled={busy} className={classes.plain}>
          <Choice object={object} wish={wish} set={set} />
          <Group mt="lg">
            <Button variant={look.result?.would_change ? "default" : "filled"} disabled={!wish.fields.length} loading={look.running} onClick={() => void look.start(wish)}>{t("Show what would change")}</Button>
            {look.result && look.result.would_change > 0 && (
              <Button leftSection={<IconSparkles size={16} aria-hidden />} loading={run.running} onClick={() => void run.start(wish)}>{t("Put {count} records in order", { count: look.result.would_change })}</Button>
            )}
          </Group>
        </fieldset>
      )}
      {busy && (
        <Group mt="md" wrap="nowrap">
          <Progress flex={1} value={at.progress} animated aria-label={t("Progress")} />
          <Button variant="default" size="xs" onClick={() => void at.stop()}>{t("Stop")}</Button>
        </Group>
      )}
      {at.error && <Alert mt="md" color="red" variant="light">{at.error}</Alert>}
      {look.result && !run.result && <Changes object={object} found={look.result} />}
    </SetupPage>
  );
}

export default function CleaningPage() {
  const object = useObject(useParams().object ?? "");
  const [first] = object ? possible(object) : [];
  return object?.rights.edit && first ? <Cleaning key={object.name} object={object} first={first} /> : <NotFound />;
}
