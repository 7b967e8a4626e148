// Says in the form of a locked record that nothing of it can be saved now.
import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { t } from "../i18n";
import { useOfRecord } from "./data";

export default function LockedHint({ object, id }: { object: string; id: string }) {
  const { data } = useOfRecord(object, id);
  if (!data?.locked) return null;
  return <Alert mb="sm" color="yellow" icon={<IconLock size={16} />}>{t("This record is being approved: it can be changed again when that has ended, or when it is given back or taken back.")}</Alert>;
}
