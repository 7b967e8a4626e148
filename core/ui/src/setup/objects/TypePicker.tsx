// Picks the type of a new field: every type with what it is for, in groups, and a search.
import { TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../../i18n";
import { FIELD_KINDS, groupLabel, GROUPS, type FieldKind } from "./fieldKinds";
import classes from "./TypePicker.module.css";

function fits(kind: FieldKind, words: string): boolean {
  return `${kind.type} ${kind.label()} ${kind.about()}`.toLowerCase().includes(words.trim().toLowerCase());
}

function Card({ kind, onPick }: { kind: FieldKind; onPick: (kind: FieldKind) => void }) {
  return (
    <UnstyledButton className={classes.card} onClick={() => onPick(kind)}>
      <kind.icon size={18} stroke={1.7} aria-hidden />
      <span className={classes.words}>
        <span className={classes.label}>{kind.label()}</span>
        <span className={classes.about}>{kind.about()}</span>
      </span>
    </UnstyledButton>
  );
}

export function TypePicker({ onPick }: { onPick: (kind: FieldKind) => void }) {
  const [words, setWords] = useState("");
  return (
    <div className={classes.picker}>
      <TextInput data-autofocus leftSection={<IconSearch size={14} aria-hidden />} placeholder={t("What kind of field?")} aria-label={t("What kind of field?")} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      {GROUPS.map((group) => {
        const kinds = FIELD_KINDS.filter((kind) => kind.group === group && fits(kind, words));
        if (!kinds.length) return null;
        return (
          <section key={group} aria-label={groupLabel(group)}>
            <h3 className={classes.group}>{groupLabel(group)}</h3>
            <div className={classes.cards}>{kinds.map((kind) => <Card key={kind.type} kind={kind} onPick={onPick} />)}</div>
          </section>
        );
      })}
    </div>
  );
}
