// Says in one sentence what went wrong, for notices and error pages.
import { ProblemError } from "../api/client";
import { t } from "../i18n";

export function problemText(error: unknown): string {
  if (!(error instanceof ProblemError)) return t("Something went wrong on this page.");
  if (error.status === 0) return t("The server can't be reached. Check the connection and try again.");
  const fields = error.errors.map((problem) => problem.message).join(" ");
  return [error.detail || error.title, fields].filter(Boolean).join(" ");
}
