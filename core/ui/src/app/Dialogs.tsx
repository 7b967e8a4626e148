// Dialogs that are opened from anywhere; what they all say is in the user's language.
import { ModalsProvider } from "@mantine/modals";
import type { ReactNode } from "react";
import { t } from "../i18n";

export function Dialogs({ children }: { children: ReactNode }) {
  return <ModalsProvider modalProps={{ closeButtonProps: { "aria-label": t("Close") } }}>{children}</ModalsProvider>;
}
