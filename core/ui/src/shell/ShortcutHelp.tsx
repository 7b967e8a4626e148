// All shortcuts that hold on this page, and a switch for people whose tools type letters by themselves.
import { Modal, SimpleGrid, Stack, Switch, Text, Title } from "@mantine/core";
import { useState } from "react";
import { singleKeysAreOff, switchSingleKeys, useAllShortcuts, type Shortcut } from "../app/shortcuts";
import { t } from "../i18n";
import { Caps } from "./Caps";
import classes from "./ShortcutHelp.module.css";

function Group({ title, shortcuts }: { title: string; shortcuts: Shortcut[] }) {
  return (
    <section>
      <Title order={3} size="sm" mb={6}>
        {title}
      </Title>
      <dl className={classes.list}>
        {shortcuts.map((one) => (
          <div key={one.keys} className={classes.line}>
            <dt>{one.label}</dt>
            <dd aria-label={one.keys}>
              <Caps keys={one.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export default function ShortcutHelp({ close }: { close: () => void }) {
  const groups = Map.groupBy(useAllShortcuts(), (one) => one.group);
  const [off, setOff] = useState(singleKeysAreOff);
  const turn = (isOff: boolean) => {
    switchSingleKeys(isOff);
    setOff(isOff);
  };
  return (
    <Modal opened onClose={close} title={t("Keyboard shortcuts")} size="lg" closeButtonProps={{ "aria-label": t("Close") }}>
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="lg">
          {[...groups].map(([title, shortcuts]) => (
            <Group key={title} title={title} shortcuts={shortcuts} />
          ))}
        </SimpleGrid>
        <Switch
          checked={!off}
          onChange={(event) => turn(!event.currentTarget.checked)}
          label={t("Single letters run commands")}
          description={<Text size="xs">{t("Switch this off if you dictate or use other tools that type letters.")}</Text>}
        />
      </Stack>
    </Modal>
  );
}
