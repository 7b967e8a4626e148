// Two people changed the same fields: shows theirs and mine side by side, and saves what is chosen.
import { Button, Group, Text, UnstyledButton } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { UiField, UiObject } from "../api/types";
import type { Values } from "../fields/drafts";
import { Value } from "../fields/display";
import { valueOf } from "../fields/drafts";
import { isNamed } from "../fields/shapes";
import { t } from "../i18n";
import classes from "./MergeDialog.module.css";
import type { Conflict } from "./conflict";

interface Clash {
  object: UiObject;
  conflict: Conflict;
  answer: (chosen: Values | null) => void;
}

type Side = "mine" | "theirs";

function Choice({ field, value, title, chosen, onChoose }: { field: UiField; value: unknown; title: string; chosen: boolean; onChoose: () => void }) {
  return (
    <UnstyledButton className={classes.choice} role="radio" aria-checked={chosen} data-chosen={chosen || undefined} onClick={onChoose}>
      <span className={classes.side}>{title}{chosen && <IconCheck size={13} stroke={2.4} aria-hidden />}</span>
      <span className={classes.value}><Value field={field} value={value} full /></span>
    </UnstyledButton>
  );
}

function whoChanged({ theirs }: Conflict): string {
  return isNamed(theirs.updated_by) ? theirs.updated_by.name : t("Somebody else");
}

function Choices({ object, conflict, answer }: Clash) {
  const [sides, setSides] = useState<Record<string, Side>>(() => Object.fromEntries(conflict.fields.map((name) => [name, "mine"])));
  const finish = () => answer(Object.fromEntries(Object.entries(conflict.mine).filter(([name]) => sides[name] !== "theirs")));
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        {t("{name} changed this record while you were editing it. Choose what to keep.", { name: whoChanged(conflict) })}
      </Text>
      {conflict.fields.map((name) => {
        const field = object.fields[name];
        if (!field) return null;
        const choose = (side: Side) => setSides((now) => ({ ...now, [name]: side }));
        return (
          <div key={name} role="radiogroup" aria-label={field.label} className={classes.row}>
            <div className={classes.label}>{field.label}</div>
            <Choice field={field} title={t("Mine")} value={conflict.mine[name]} chosen={sides[name] === "mine"} onChoose={() => choose("mine")} />
            <Choice field={field} title={t("Theirs")} value={valueOf(field, conflict.theirs)} chosen={sides[name] === "theirs"} onChoose={() => choose("theirs")} />
          </div>
        );
      })}
      <Group justify="flex-end" gap={8} mt="lg">
        <Button variant="default" onClick={() => answer(null)}>{t("Keep all of theirs")}</Button>
        <Button onClick={finish} data-autofocus>{t("Save the chosen values")}</Button>
      </Group>
    </>
  );
}

/** Asks whose values to keep; null means: theirs, all of them. */
export function askWhose(object: UiObject, conflict: Conflict): Promise<Values | null> {
  return new Promise((resolve) => {
    const answer = (chosen: Values | null) => {
      resolve(chosen);
      modals.close(id);
    };
    const id = modals.open({
      title: t("Changed by two people"),
      size: 620,
      onClose: () => resolve(null),
      children: <Choices object={object} conflict={conflict} answer={answer} />,
    });
  });
}
