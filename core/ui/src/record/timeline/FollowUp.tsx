// The next step, planned in the same breath as the one that is done.
import { Select, TextInput } from "@mantine/core";
import { DayField } from "../../fields/DayField";
import { addDays, isoMoment, today } from "../../fields/format/zones";
import type { Values } from "../../fields/drafts";
import { t } from "../../i18n";
import { useActivity } from "./kinds";
import classes from "./Timeline.module.css";

export interface FollowUp {
  kind: string;
  subject: string;
  due: string;
}

/** The next day on which people work. */
export function nextWorkday(zone: string): string {
  const day = addDays(today(zone), 1);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
}

/** The activity that it becomes. */
export function planned(follow: FollowUp, about: { object: string; id: string }, zone: string): Values {
  const due = follow.due ? { due_at: isoMoment(`${follow.due} 09:00`, zone) } : {};
  return { kind: follow.kind, subject: follow.subject.trim(), about, ...due };
}

export function FollowUpFields({ value, onChange, placeholder }: { value: FollowUp; onChange: (value: FollowUp) => void; placeholder?: string }) {
  const { activity, kinds } = useActivity();
  return (
    <div className={classes.plan}>
      <TextInput aria-label={t("Next step")} placeholder={placeholder} data-submit value={value.subject} onChange={(event) => onChange({ ...value, subject: event.currentTarget.value })} />
      <DayField label={t("Due on")} value={value.due} onChange={(due) => onChange({ ...value, due: due ?? "" })} />
      <Select aria-label={activity?.fields.kind?.label} size="xs" data={kinds.map((kind) => ({ value: kind.value, label: kind.label }))} value={value.kind} allowDeselect={false} onChange={(kind) => onChange({ ...value, kind: kind ?? "task" })} />
    </div>
  );
}
