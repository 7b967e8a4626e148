// What the form of the list is drawn from: groups, figures, dates, pictures, colours.
import { Button, Stack } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../../i18n";
import { PopPanel } from "../../lib/PopPanel";
import { FORMS, formOf } from "../forms";
import type { ListState } from "../useListState";
import { CONTROLS } from "./controls";

export function FormPanel({ state }: { state: ListState }) {
  const [opened, setOpened] = useState(false);
  const { settings } = FORMS[formOf(state.object, state.view)];
  const target = (
    <Button variant="default" size="xs" leftSection={<IconAdjustmentsHorizontal size={14} />} aria-expanded={opened} onClick={() => setOpened(!opened)}>
      {t("Display")}
    </Button>
  );
  return (
    <PopPanel title={t("Display")} opened={opened} setOpened={setOpened} target={target} width={300}>
      <Stack gap="sm">
        {settings.map((setting) => {
          const Control = CONTROLS[setting];
          return <Control key={setting} state={state} />;
        })}
      </Stack>
    </PopPanel>
  );
}
