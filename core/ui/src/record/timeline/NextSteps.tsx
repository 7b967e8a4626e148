// What is planned with a record: open activities, each done with one click and a follow-up if one is wanted.
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { RecordData } from "../../api/types";
import { Face } from "../../fields/Face";
import { isNamed } from "../../fields/shapes";
import { t } from "../../i18n";
import { useRecordPage } from "../RecordContext";
import { CompleteDialog } from "./CompleteDialog";
import { useNextSteps } from "./data";
import { Due } from "./Due";
import { kindOf, useActivity } from "./kinds";
import { KindSign } from "./KindSign";
import classes from "./Timeline.module.css";

function Step({ step, onDone }: { step: RecordData; onDone: () => void }) {
  const { kinds, activity } = useActivity();
  const owner = isNamed(step.owner_id) ? step.owner_id.name : "";
  const subject = String(step.subject ?? "");
  return (
    <li className={classes.step}>
      <Tooltip label={t("Mark as done")}>
        <ActionIcon className={classes.tick} variant="transparent" size={24} aria-label={t("Mark as done: {subject}", { subject })} disabled={!activity?.rights.edit} onClick={onDone}>
          <IconCircle size={17} className={classes.open} aria-hidden />
          <IconCircleCheck size={17} className={classes.ticked} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <KindSign kind={kindOf(kinds, step.kind)} />
      <Link className={classes.subject} to={`/o/activity/${step.id}`}>{subject}</Link>
      <Due at={step.due_at ?? step.start_at} />
      {owner && <Tooltip label={owner}><span className={classes.owner}><Face name={owner} size={20} /></span></Tooltip>}
    </li>
  );
}

export function NextSteps() {
  const { object, id } = useRecordPage();
  const [completing, setCompleting] = useState<RecordData | null>(null);
  const steps = useNextSteps(object.name, id, object.features.includes("activities"));
  if (!steps.data) return null;
  return (
    <section className={classes.next} aria-label={t("Next steps")}>
      <h2 className={classes.heading}>{t("Next steps")}</h2>
      {steps.data.length === 0 && <p className={classes.none}>{t("Nothing is planned. Plan a task, a call or a meeting above.")}</p>}
      <ul className={classes.steps}>{steps.data.map((step) => <Step key={step.id} step={step} onDone={() => setCompleting(step)} />)}</ul>
      {completing && <CompleteDialog step={completing} onClose={() => setCompleting(null)} />}
    </section>
  );
}
