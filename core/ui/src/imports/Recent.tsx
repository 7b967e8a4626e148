// The latest imports into an object.
import { Badge, Button } from "@mantine/core";
import type { UiObject } from "../api/types";
import { noticeProblem } from "../app/notices";
import { formatWhen } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { useCommand, useImports, type Import, type State } from "./data";
import classes from "./Import.module.css";

const stateText = (state: State): string =>
  ({ waiting: t("Waiting"), running: t("Running"), done: t("Done"), failed: t("Failed"), cancelled: t("Stopped") })[state];

function Line({ one }: { one: Import }) {
  const locale = useLocale();
  const command = useCommand();
  const run = (what: "resume" | "revert") => void command(one, what).catch(noticeProblem);
  const isBack = one.changes?.state === "reverted";
  const canRevert = !one.dry_run && !isBack && (one.changes?.changes ?? 0) > 0 && one.state !== "running";
  return (
    <li className={classes.recent}>
      <span className={classes.title}>{one.title}</span>
      <span className={classes.dim}>{formatWhen(locale, one.created_at)}</span>
      <span className={classes.dim}>{t("{created} new, {updated} changed", { created: one.report.created ?? 0, updated: one.report.updated ?? 0 })}</span>
      <Badge variant="light" color={isBack ? "gray" : one.state === "done" ? "green" : "orange"} tt="none" fw={500}>{isBack ? t("Taken back") : one.dry_run ? t("Tried only") : stateText(one.state)}</Badge>
      {!one.dry_run && (one.state === "cancelled" || one.state === "failed") && <Button variant="subtle" size="compact-xs" onClick={() => run("resume")}>{t("Go on")}</Button>}
      {canRevert && <Button variant="subtle" color="red" size="compact-xs" onClick={() => run("revert")}>{t("Take back")}</Button>}
    </li>
  );
}

export function Recent({ object }: { object: UiObject }) {
  const { data } = useImports(object.name);
  if (!data?.length) return null;
  return (
    <section aria-label={t("Latest imports")}>
      <h2 className={classes.heading}>{t("Latest imports")}</h2>
      <ul className={classes.list}>{data.map((one) => <Line key={one.id} one={one} />)}</ul>
    </section>
  );
}
