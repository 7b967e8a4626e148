// The third and fourth step: a try that writes nothing, then the import; both with progress, and a way back.
import { Alert, Button, Group, Progress } from "@mantine/core";
import { Link } from "react-router";
import type { UiObject } from "../api/types";
import { noticeProblem } from "../app/notices";
import { t } from "../i18n";
import { isGoing, refusedOf, useCommand, type Import } from "./data";
import classes from "./Import.module.css";

const SHOWN = 8;

function Figures({ one }: { one: Import }) {
  const { created = 0, updated = 0, unchanged = 0 } = one.report;
  const figures: [string, number, string?][] = [
    [one.dry_run ? t("would be new") : t("are new"), created],
    [one.dry_run ? t("would be changed") : t("were changed"), updated],
    [t("stay as they are"), unchanged],
    [one.dry_run ? t("would be refused") : t("were refused"), refusedOf(one), "bad"],
  ];
  return (
    <dl className={classes.figures}>
      {figures.map(([label, count, look]) => (
        <div key={label} data-look={count ? look : undefined}><dd>{count}</dd><dt>{label}</dt></div>
      ))}
    </dl>
  );
}

function Refused({ one }: { one: Import }) {
  const rows = one.refused ?? [];
  if (!refusedOf(one) || isGoing(one)) return null;
  return (
    <Alert color="orange" variant="light" title={t("Rows that are refused")}>
      <ul className={classes.list}>{rows.slice(0, SHOWN).map(({ line, problem }) => <li key={line}>{t("Line {line}: {problem}", { line, problem })}</li>)}</ul>
      <Button component="a" href={`/api/v1/imports/${one.id}/errors`} download variant="light" size="compact-sm" mt={8}>{t("All of them as a file to mend")}</Button>
    </Alert>
  );
}

interface RunProps {
  object: UiObject;
  one: Import;
  /** Runs what was tried. */
  go: () => void;
  again: () => void;
}

export function RunStep({ object, one, go, again }: RunProps) {
  const command = useCommand();
  const run = (what: "cancel" | "resume" | "revert") => void command(one, what).catch(noticeProblem);
  const going = isGoing(one);
  const done = one.lines ? Math.min(100, Math.round((one.line / one.lines) * 100)) : 0;
  const isBack = one.changes?.state === "reverted";
  return (
    <>
      {going && <Progress value={done} animated aria-label={t("Progress")} />}
      <Figures one={one} />
      {one.error && <Alert color="red" variant="light">{one.error}</Alert>}
      {isBack && <Alert color="gray" variant="light">{t("The import is taken back: {count} records are as they were", { count: one.changes?.reverted ?? 0 })}{(one.changes?.refused ?? 0) > 0 && ` · ${t("{count} can't be taken back: changed since, or not yours to delete", { count: one.changes?.refused ?? 0 })}`}</Alert>}
      <Refused one={one} />
      <Group mt="md">
        {going && <Button variant="default" onClick={() => run("cancel")}>{t("Stop")}</Button>}
        {!going && one.dry_run && <Button onClick={go}>{t("Import now")}</Button>}
        {!going && one.dry_run && <Button variant="default" onClick={again}>{t("Back to the columns")}</Button>}
        {!going && !one.dry_run && (one.state === "cancelled" || one.state === "failed") && <Button onClick={() => run("resume")}>{t("Go on")}</Button>}
        {!going && !one.dry_run && <Button component={Link} to={`/o/${object.name}`}>{t("To the list")}</Button>}
        {!going && !one.dry_run && !isBack && (one.changes?.changes ?? 0) > 0 && <Button variant="light" color="red" onClick={() => run("revert")}>{t("Take the whole import back")}</Button>}
      </Group>
    </>
  );
}
