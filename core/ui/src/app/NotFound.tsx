// An address that leads nowhere, or to something this user may not see.
import { Anchor, Center, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import { t } from "../i18n";

export function NotFound() {
  return (
    <Center mih="60vh" p="xl">
      <Stack align="center" gap="xs" ta="center">
        <Title order={2}>{t("Nothing here")}</Title>
        <Text c="dimmed">{t("The page doesn't exist, or you may not see it.")}</Text>
        <Anchor component={Link} to="/">
          {t("Go home")}
        </Anchor>
      </Stack>
    </Center>
  );
}
