// A condition: picked field by field, or written; what is wrong with it is said while it is typed.
import { Button, Group as Row, Input, Text } from "@mantine/core";
import { IconCode, IconListCheck, IconTrash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useCatalogue } from "../../api/client";
import { GroupRows } from "../../filter/GroupRows";
import { condition, group, type Group } from "../../filter/model";
import { writeFilter } from "../../filter/write";
import { t } from "../../i18n";
import { usePicked } from "../ConditionText";
import classes from "../designer.module.css";
import { FormulaInput, type Common } from "./inputs";

interface ConditionProps extends Common<string> {
  object: string | undefined;
}

const begun = (picked: Group): Group => (picked.items.length ? picked : { ...picked, items: [condition("", "contains")] });

export function ConditionInput({ object, label, description, error, required, value, onChange }: ConditionProps) {
  const catalogue = useCatalogue();
  const own = catalogue.objects[object ?? ""];
  const picked = usePicked(object, value ?? "");
  const [asText, setAsText] = useState(false);
  const [draft, setDraft] = useState<Group | null>(() => (value ? picked : null));
  const written = useRef(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    if (written.current !== value) setDraft(value ? picked : null); // undone, or changed elsewhere
  }
  const say = (next: string | undefined) => {
    written.current = next;
    onChange(next);
  };
  const pick = (next: Group | null) => {
    const root = next ?? group("AND");
    setDraft(root);
    const text = writeFilter(catalogue, object ?? "", root);
    say(text || (required ? "" : undefined));
  };
  if (!value && !draft && !asText) {
    return (
      <Input.Wrapper label={label} description={description} error={error} withAsterisk={required} labelElement="div">
        <Row gap={6}>
          {own && <Button variant="default" size="compact-sm" onClick={() => setDraft(begun(group("AND")))}>{t("Add a condition")}</Button>}
          <Button variant="subtle" color="gray" size="compact-xs" leftSection={<IconCode size={13} aria-hidden />} onClick={() => setAsText(true)}>{t("Write as text")}</Button>
        </Row>
      </Input.Wrapper>
    );
  }
  const canPick = picked !== null && own !== undefined;
  const isText = asText || !canPick || !draft;
  const toText = () => setAsText(true);
  const toPicking = () => {
    setAsText(false);
    setDraft(picked && begun(picked));
  };
  const clear = () => {
    setDraft(null);
    setAsText(false);
    say(required ? "" : undefined);
  };
  return (
    <div role="group" aria-label={label}>
      {isText ? <FormulaInput label={label} description={description} error={error} required={required} object={object} value={value} onChange={(next) => say(next ?? "")} /> : (
        <Input.Wrapper label={label} description={description} error={error} withAsterisk={required} labelElement="div">
          <div className={classes.pick}><GroupRows object={own} group={draft} onChange={pick} /></div>
        </Input.Wrapper>
      )}
      <Row gap={6} mt={4}>
        <Button variant="subtle" color="gray" size="compact-xs" leftSection={isText ? <IconListCheck size={13} aria-hidden /> : <IconCode size={13} aria-hidden />} disabled={isText && !canPick} onClick={isText ? toPicking : toText}>{isText ? t("Pick conditions") : t("Write as text")}</Button>
        <Button variant="subtle" color="gray" size="compact-xs" leftSection={<IconTrash size={13} aria-hidden />} onClick={clear}>{t("No condition")}</Button>
        {isText && !canPick && value && <Text size="xs" c="dimmed">{t("This says more than can be picked.")}</Text>}
      </Row>
    </div>
  );
}
