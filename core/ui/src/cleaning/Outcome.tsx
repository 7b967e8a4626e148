// What was changed, and the way back.
import { Alert, Button, Group } from "@mantine/core";
import { Link } from "react-router";
import type { UiObject } from "../api/types";
import { t } from "../i18n";
import { usePutBack, type Done } from "./data";

export function Outcome({ object, done, again }: { object: UiObject; done: Done; again: () => void }) {
  const { putBack, going, back } = usePutBack(object);
  const words = back ? t("Everything is as it was: {count} records", { count: back.reverted }) : t("{count} records are in order now", { count: done.changed });
  const refused = back ? back.refused : done.refused;
  return (
    <>
      <Alert color={back ? "gray" : "teal"} variant="light" role="status">{words}{refused > 0 && ` · ${t("{count} stay as they are", { count: refused })}`}</Alert>
      <Group mt="md">
        <Button component={Link} to={`/o/${object.name}`}>{t("To the list")}</Button>
        <Button variant="default" onClick={again}>{t("Put more in order")}</Button>
        {!back && done.changed > 0 && <Button variant="light" color="red" loading={going} onClick={() => void putBack(done.change_set)}>{t("Put it all back")}</Button>}
      </Group>
    </>
  );
}
