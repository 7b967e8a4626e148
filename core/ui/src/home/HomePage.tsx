// The first page after signing in.
import { Title } from "@mantine/core";
import { useMe } from "../api/client";
import { t } from "../i18n";

export default function HomePage() {
  return <Title p="lg">{t("Hello, {name}", { name: useMe().user.name })}</Title>;
}
