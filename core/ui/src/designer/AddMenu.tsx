// What can be added: all kinds of steps, found by typing, chosen by mouse or keys.
import { Modal, TextInput, UnstyledButton } from "@mantine/core";
import { IconClipboard, IconSearch } from "@tabler/icons-react";
import { Fragment, useState, type KeyboardEvent } from "react";
import { t } from "../i18n";
import classes from "./designer.module.css";
import { faceOf, groupLabel, offered, type Group, type Steps } from "./kinds";

interface AddMenuProps {
  steps: Steps;
  /** `steps`, or what follows the end. */
  phase: string;
  /** Whether a step was copied before. */
  canPaste: boolean;
  onAdd: (what: string) => void;
  onPaste: () => void;
  onClose: () => void;
}

const GROUPS: Group[] = ["people", "records", "flow", "more"];

export function AddMenu({ steps, phase, canPaste, onAdd, onPaste, onClose }: AddMenuProps) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const wanted = typed.trim().toLowerCase();
  const all = offered(steps, phase).map((name) => ({ name, ...faceOf(name, steps) })).filter(({ name, label, about }) => `${name} ${label} ${about}`.toLowerCase().includes(wanted));
  const shown = GROUPS.flatMap((group) => all.filter((one) => one.group === group));
  const active = Math.min(at, shown.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt(Math.max(0, Math.min(active + step, shown.length - 1)));
    else if (event.key === "Enter" && shown[active]) onAdd(shown[active].name);
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={onClose} title={t("Add a step")} size={620} closeButtonProps={{ "aria-label": t("Close") }}>
      <TextInput data-autofocus leftSection={<IconSearch size={14} aria-hidden />} aria-label={t("What should happen?")} placeholder={t("What should happen?")} value={typed} onChange={(event) => { setTyped(event.currentTarget.value); setAt(0); }} onKeyDown={onKeyDown} aria-controls="designer-choices" aria-activedescendant={shown[active] ? `designer-${shown[active].name}` : undefined} />
      <div id="designer-choices" className={classes.choices} role="listbox" aria-label={t("Steps")}>
        {shown.map((one, place) => (
          <Fragment key={one.name}>
            {one.group !== shown[place - 1]?.group && <div className={classes.choiceGroup} role="presentation">{groupLabel(one.group)}</div>}
            <UnstyledButton id={`designer-${one.name}`} role="option" tabIndex={-1} aria-selected={place === active} className={classes.choice} onClick={() => onAdd(one.name)}>
              <span className={classes.sign} style={{ "--node-ink": `var(--mantine-color-${one.color}-light-color)`, "--node-ground": `var(--mantine-color-${one.color}-light)` } as React.CSSProperties}><one.icon size={16} stroke={1.8} aria-hidden /></span>
              <span className={classes.words}><span className={classes.name}>{one.label}</span>{one.about && <span className={classes.does}>{one.about}</span>}</span>
            </UnstyledButton>
          </Fragment>
        ))}
      </div>
      {shown.length === 0 && <p className={classes.hint}>{t("Nothing found")}</p>}
      {canPaste && <UnstyledButton mt={10} className={classes.choice} onClick={onPaste}><IconClipboard size={16} aria-hidden />{t("Paste the step that was copied")}</UnstyledButton>}
    </Modal>
  );
}
