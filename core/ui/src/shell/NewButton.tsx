// Creates a record: of the object at hand, or of any other from the menu.
import { Button, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import type { UiObject } from "../api/types";
import { createRecord } from "../app/create";
import { SIGNATURE, usePasting } from "../app/pasting";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { Icon } from "../icons/Icon";
import type { Bookmark } from "./bookmarks";
import { recordPath, useMenu } from "./places";

/** Creates and opens what was created. */
export function useCreateAndOpen(): (object: string, signature?: string) => Promise<void> {
  const navigate = useNavigate();
  return async (object, signature) => {
    const record = await createRecord(object, {}, signature);
    if (record) void navigate(recordPath(object, record.id));
  };
}

export function useCreatable(): UiObject[] {
  return useMenu().flatMap((group) => group.objects).filter((object) => object.rights.create);
}

/** A signature that is pasted anywhere becomes a record of the list at hand, or of the first that is made of signatures. */
export function usePastedRecord(here: Bookmark | null): void {
  const signed = useCreatable().filter((object) => object.features.includes(SIGNATURE));
  const object = signed.find((one) => one.name === here?.object) ?? signed[0];
  const create = useCreateAndOpen();
  usePasting(object ? (text) => void create(object.name, text) : null);
}

export function NewButton({ here }: { here: Bookmark | null }) {
  const objects = useCreatable();
  const create = useCreateAndOpen();
  if (objects.length === 0) return null;
  const first = objects.filter((object) => object.name === here?.object);
  const rest = objects.filter((object) => object.name !== here?.object);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />}>
          {t("New")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {[...first, ...rest].map((object) => (
          <Menu.Item key={object.name} leftSection={<Icon name={object.icon} style={{ color: solid(object.color) }} />} onClick={() => void create(object.name)}>
            {object.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
