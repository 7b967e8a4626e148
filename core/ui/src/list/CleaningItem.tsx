// Leads to putting the values of this list in order, where the object has fields for which that is known.
import { Menu } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { Link } from "react-router";
import { possible } from "../cleaning/data";
import { t } from "../i18n";
import type { ListState } from "./useListState";

export function CleaningItem({ state: { object, view: { filter } } }: { state: ListState }) {
  if (!object.rights.edit || !possible(object).length) return null;
  return (
    <Menu.Item component={Link} to={`/clean/${object.name}${filter ? `?filter=${encodeURIComponent(filter)}` : ""}`} leftSection={<IconSparkles size={15} />}>
      {t("Put in order")}
    </Menu.Item>
  );
}
