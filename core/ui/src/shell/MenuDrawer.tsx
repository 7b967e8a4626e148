// The whole menu on a phone.
import { Drawer } from "@mantine/core";
import { useMe } from "../api/client";
import { t } from "../i18n";
import { Navigation } from "./Navigation";

export function MenuDrawer({ opened, close }: { opened: boolean; close: () => void }) {
  const { tenant } = useMe();
  return (
    <Drawer opened={opened} onClose={close} title={tenant.name} size="86%" padding="sm" closeButtonProps={{ "aria-label": t("Close") }}>
      <Navigation onGo={close} />
    </Drawer>
  );
}
