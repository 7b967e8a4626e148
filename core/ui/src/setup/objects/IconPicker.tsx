// Picks the icon and the colour of an object.
import { ColorSwatch, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { OPTION_COLORS, solid, tinted } from "../../fields/colors";
import { t } from "../../i18n";
import { Icon, useIcons } from "../../icons/Icon";
import classes from "./IconPicker.module.css";

interface PickerProps {
  icon: string | undefined;
  color: string | undefined;
  onChange: (part: { icon?: string; color?: string }) => void;
}

const MOST = 96;

export function ObjectSign({ icon, color, size = 30 }: { icon?: string; color?: string; size?: number }) {
  return <span className={classes.sign} style={{ ...tinted(color ?? "gray"), width: size, height: size }} aria-hidden><Icon name={icon} size={size * 0.56} /></span>;
}

export function IconPicker({ icon, color, onChange }: PickerProps) {
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState("");
  const names = Object.keys(useIcons() ?? {}).filter((name) => name.includes(words.trim().toLowerCase())).slice(0, MOST);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={312} trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.button} aria-label={t("Icon and colour")} aria-expanded={opened} onClick={() => setOpened(!opened)}><ObjectSign icon={icon} color={color} size={44} /></UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <div className={classes.colors}>
          {OPTION_COLORS.map((one) => <ColorSwatch key={one} component="button" type="button" size={18} withShadow={false} color={solid(one)} aria-label={one} aria-pressed={one === color} className={one === color ? classes.chosen : undefined} onClick={() => onChange({ color: one })} />)}
        </div>
        <TextInput size="xs" my={8} placeholder={t("Search icons")} aria-label={t("Search icons")} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        <div className={classes.icons}>
          {names.map((name) => (
            <UnstyledButton key={name} className={classes.icon} title={name} aria-label={name} data-chosen={name === icon || undefined} onClick={() => { onChange({ icon: name }); setOpened(false); }}><Icon name={name} size={18} /></UnstyledButton>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
