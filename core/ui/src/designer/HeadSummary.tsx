// What begins a definition, in words.
import { t } from "../i18n";
import { ConditionText } from "./ConditionText";
import { useDesigner } from "./context";
import classes from "./designer.module.css";
import { scheduleText } from "./form/inputs";
import { objectOf, type Doc, type Kind } from "./model";
import { durationText, type Saying } from "./say";
import { valueLabel } from "./words";

export interface On {
  object?: string;
  events?: string[];
  changed?: string[];
  when?: string;
  schedule?: string;
  date?: { field: string; offset?: string };
  webhook?: boolean;
  button?: { label: string };
  called?: boolean;
}

export type Trigger = "event" | "schedule" | "date" | "button" | "webhook" | "called";

export function triggerOf(on: On): Trigger {
  if (on.schedule !== undefined) return "schedule";
  if (on.date) return "date";
  if (on.button) return "button";
  if (on.webhook) return "webhook";
  return on.called ? "called" : "event";
}

export function triggerLabel(trigger: Trigger): string {
  return {
    event: t("A record is saved"), schedule: t("It is time"), date: t("A date of a record comes"),
    button: t("Somebody presses a button"), webhook: t("Another system calls"), called: t("Another automation calls it"),
  }[trigger];
}

const days = (offset: string | undefined): string => {
  if (!offset) return t("on the day");
  const length = durationText(offset.replace("-", ""));
  return offset.startsWith("-") ? t("{length} before", { length }) : t("{length} after", { length });
};

/** What begins an automation, in one line. */
export function triggerText(on: On, saying: Pick<Saying, "field" | "objectLabel">): string {
  const object = saying.objectLabel(on.object);
  switch (triggerOf(on)) {
    case "event": {
      const events = (on.events ?? []).map((word) => valueLabel("events", word)).join(", ") || t("changed");
      const fields = (on.changed ?? []).map((field) => saying.field(field)).join(", ");
      return fields ? t("{object} is {events}: {fields}", { object, events, fields }) : t("{object} is {events}", { object, events });
    }
    case "schedule": return [scheduleText(on.schedule ?? ""), object].filter(Boolean).join(" · ");
    case "date": return t("{object}: {field}, {when}", { object, field: saying.field(on.date?.field ?? ""), when: days(on.date?.offset) });
    case "button": return t("{object}: button “{label}”", { object, label: on.button?.label ?? "" });
    default: return [triggerLabel(triggerOf(on)), object].filter(Boolean).join(" · ");
  }
}

export function HeadSummary({ doc, kind }: { doc: Doc; kind: Kind }) {
  const { saying } = useDesigner();
  const on = (doc.on ?? {}) as On;
  const condition = kind === "automation" ? on.when : (doc.entry as string | undefined);
  const begins = doc.start && doc.start !== "manual" ? ` · ${valueLabel("start", String(doc.start))}` : "";
  return (
    <>
      <span className={classes.summary}>{kind === "automation" ? triggerText(on, saying) : saying.objectLabel(objectOf(doc)) + begins}</span>
      {condition !== undefined && <span className={classes.onlyIf}>{t("Only if")} <ConditionText object={objectOf(doc)} expression={condition} /></span>}
    </>
  );
}
