// The pages of administrators, below /setup.
import { Title } from "@mantine/core";
import { t } from "../i18n";

export default function SetupPages() {
  return (
    <Title p="lg" order={1}>
      {t("Setup")}
    </Title>
  );
}
