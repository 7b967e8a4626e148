// Leads to what is likely there twice, for who may change the records.
import { Menu } from "@mantine/core";
import { IconCopyCheck } from "@tabler/icons-react";
import { Link } from "react-router";
import type { UiObject } from "../api/types";
import { t } from "../i18n";

export function DuplicatesItem({ object }: { object: UiObject }) {
  if (!object.rights.edit) return null;
  return (
    <Menu.Item component={Link} to={`/duplicates/${object.name}`} leftSection={<IconCopyCheck size={15} />}>
      {t("Duplicates")}
    </Menu.Item>
  );
}
