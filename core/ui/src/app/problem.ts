// Says in one sentence what went wrong, for notices and error pages.
import { ProblemError } from "../api/client";
import { t } from "../i18n";

export function problemText(error: unknown): string {
  if (!(error instanceof ProblemError)) return t("Something went wrong on this page.");
  if (error.status === 0 && error.title === "left") return t("You have signed out on this device. Sign in again when there is a connection.");
  if (error.status === 0 && error.title === "unseen") return t("There is no connection, and this wasn’t seen on this device before.");
  if (error.status === 0) return t("The server can't be reached. Check the connection and try again.");
  const fields = error.errors.map((problem) => problem.message).join(" ");
  return [error.detail || error.title, fields].filter(Boolean).join(" ");
}
