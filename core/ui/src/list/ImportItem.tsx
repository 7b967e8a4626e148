// Leads to the import of a file into the object of the list.
import { Menu } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { Link } from "react-router";
import { t } from "../i18n";

export function ImportItem({ object }: { object: string }) {
  return (
    <Menu.Item component={Link} to={`/import/${object}`} leftSection={<IconUpload size={15} />}>
      {t("Import a file")}
    </Menu.Item>
  );
}
