// What to do first, where there is nothing yet.
import { IconChecklist, IconFileImport, IconPuzzle, IconUserPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useIsAdministrator } from "../api/client";
import type { UiObject } from "../api/types";
import { createRecord } from "../app/create";
import { solid } from "../fields/colors";
import { t } from "../i18n";
import { Icon } from "../icons/Icon";
import { useCreatable } from "../shell/NewButton";
import classes from "./Home.module.css";

interface StepProps {
  icon: ReactNode;
  title: string;
  words: string;
}

function StepFace({ icon, title, words }: StepProps) {
  return (
    <>
      {icon}
      <b>{title}</b>
      <span>{words}</span>
    </>
  );
}

function CreateStep({ object }: { object: UiObject }) {
  const icon = <Icon name={object.icon} size={20} style={{ color: solid(object.color) }} />;
  return (
    <button type="button" className={classes.step} onClick={() => void createRecord(object.name)}>
      <StepFace icon={icon} title={t("New: {object}", { object: object.label })} words={object.help ?? t("Begin with one record, and see how it works.")} />
    </button>
  );
}

function LinkStep({ to, ...face }: StepProps & { to: string }) {
  return (
    <Link className={classes.step} to={to}>
      <StepFace {...face} />
    </Link>
  );
}

function AdministratorSteps() {
  return (
    <>
      <LinkStep to="/setup/modules" icon={<IconPuzzle size={20} />} title={t("Choose modules")} words={t("Switch on what your company needs, and leave out the rest.")} />
      <LinkStep to="/setup/users" icon={<IconUserPlus size={20} />} title={t("Invite colleagues")} words={t("Give each a role, and what they may do.")} />
      <LinkStep to="/setup/objects" icon={<IconChecklist size={20} />} title={t("Make it yours")} words={t("Add objects and fields, without code.")} />
    </>
  );
}

export function FirstSteps() {
  const [first] = useCreatable();
  const administrates = useIsAdministrator();
  return (
    <section className={classes.steps} aria-label={t("First steps")}>
      {first && <CreateStep object={first} />}
      {first && <LinkStep to={`/o/${first.name}`} icon={<IconFileImport size={20} />} title={t("Look around")} words={t("Every list can be filtered, sorted, and shown as a board.")} />}
      {administrates && <AdministratorSteps />}
    </section>
  );
}
