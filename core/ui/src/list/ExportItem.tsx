// Exports what the list shows as CSV, with the rights of the user.
import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { urlOf } from "../api/client";
import { t } from "../i18n";
import type { Listing } from "./data";

export function exportUrl({ object, paths, filter, sort, q }: Listing, more: { filter?: string } = {}): string {
  const fields = paths.map((path) => path.path).join(",");
  return urlOf(`/records/${object.name}/export`, { format: "csv", filter: more.filter ?? filter, sort, q, fields });
}

export function ExportItem({ listing }: { listing: Listing }) {
  return (
    <Menu.Item component="a" href={exportUrl(listing)} download leftSection={<IconDownload size={15} />}>
      {t("Export as CSV")}
    </Menu.Item>
  );
}
