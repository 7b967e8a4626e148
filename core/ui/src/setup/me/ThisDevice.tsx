// Whether this device is told of notifications while Dougong is closed.
import { Switch, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { notice, noticeProblem } from "../../app/notices";
import { t } from "../../i18n";
import { canPush, isTold, tellMe, tellMeNoMore } from "../../notifications/push";

export function ThisDevice() {
  const [told, setTold] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => void isTold().then(setTold), []);
  if (!canPush()) return <Text size="sm" c="dimmed" mt="md">{t("This browser can’t show notifications while Dougong is closed. On an iPhone, install Dougong first.")}</Text>;
  const change = async (wanted: boolean) => {
    setBusy(true);
    try {
      if (!wanted) await tellMeNoMore();
      const isGranted = wanted && (await tellMe());
      if (wanted && !isGranted) notice(t("The browser doesn’t allow notifications of this site. Allow them beside the address, and try again."));
      setTold(isGranted);
    } catch (error) {
      if (error instanceof DOMException) notice(t("The browser’s push service refused. Try again later, and not in a private window."));
      else noticeProblem(error);
    }
    setBusy(false);
  };
  return <Switch mt="md" label={t("Tell this device, also while Dougong is closed")} description={t("Until you sign out on it.")} checked={told} disabled={busy} onChange={({ currentTarget }) => void change(currentTarget.checked)} />;
}
