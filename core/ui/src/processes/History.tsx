// What has happened in a process, in words, in a drawer beside the page.
import { Drawer } from "@mantine/core";
import { Face } from "../fields/Face";
import { formatMoment } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { useIsPhone } from "../lib/screen";
import { labelOf, plainLabel, type Process } from "./data";
import classes from "./processes.module.css";
import { happened, isForPeople, wordsWith } from "./words";

interface LineProps {
  who: string;
  what: string;
  at: string;
  words: string;
}

function Line({ who, what, at, words }: LineProps) {
  return (
    <li className={classes.happening}>
      <Face name={who} size={22} />
      <div className={classes.stageWords}>
        <span>{what}</span>
        {words && <q className={classes.said}>{words}</q>}
        <time className={classes.by} dateTime={at}>{formatMoment(useLocale(), at)}</time>
      </div>
    </li>
  );
}

/** `all`: the steps of the machine too. */
export function Happenings({ process, all }: { process: Process; all?: boolean }) {
  const submitter = process.submitter?.name || t("The system");
  const isStep = (step: string) => process.path.some((stage) => stage.step === step);
  const shown = process.history.filter((one) => all || isForPeople(one));
  return (
    <ol className={classes.happenings}>
      <Line who={submitter} what={t("{who} began it", { who: submitter })} at={process.started_at} words={process.comment} />
      {shown.map((one, place) => (
        <Line key={place} who={one.by?.name || t("The system")} what={happened(one, isStep(one.step) ? labelOf(process, one.step) : plainLabel(one.step))} at={one.at} words={wordsWith(one)} />
      ))}
    </ol>
  );
}

export function HistoryDrawer({ process, onClose }: { process: Process; onClose: () => void }) {
  const phone = useIsPhone();
  return (
    <Drawer opened onClose={onClose} position={phone ? "bottom" : "right"} size={phone ? "80%" : 420} title={t("What has happened: {label}", { label: process.label })} closeButtonProps={{ "aria-label": t("Close") }}>
      <Happenings process={process} />
    </Drawer>
  );
}
