// Edits days, moments in the user's zone, times of day and lengths of time.
import "@mantine/dates/styles.layer.css";
import { Group, Input, TextInput } from "@mantine/core";
import { DateInput, type DateInputProps } from "@mantine/dates";
import { useId, useState } from "react";
import { t } from "../../i18n";
import { formatDay, formatDuration, parseDuration } from "../format/date";
import { addDays, isoMoment, today, wallTime } from "../format/zones";
import { plain } from "../text";
import type { EditorProps } from "../types";
import { useLocale } from "../useLocale";
import { inputProps } from "./common";
import { parseDay } from "./dateWords";
import classes from "./editors.module.css";

type DayInputProps = Omit<DateInputProps, "value" | "onChange"> & { value: string | null; onChange: (day: string | null) => void };

function DayInput({ value, onChange, ...rest }: DayInputProps) {
  const locale = useLocale();
  const now = today(locale.zone);
  return (
    <DateInput
      {...rest}
      value={value}
      onChange={onChange}
      valueFormat={(day) => formatDay(locale, day)}
      dateParser={(typed) => parseDay(typed, locale) ?? (formatDay(locale, value ?? "") === typed ? value : null)}
      placeholder={t("Day, or a word such as tomorrow")}
      clearable={!rest.required}
      clearButtonProps={{ "aria-label": t("Clear") }}
      highlightToday
      presets={[
        { value: now, label: t("Today") },
        { value: addDays(now, 1), label: t("Tomorrow") },
        { value: addDays(now, 7), label: t("In a week") },
        { value: addDays(now, 30), label: t("In 30 days") },
      ]}
    />
  );
}

export function DateEditor(props: EditorProps) {
  return <DayInput {...inputProps(props)} value={plain(props.value) || null} onChange={props.onChange} />;
}

function useWall(value: unknown): { day: string | null; time: string; zone: string } {
  const { zone } = useLocale();
  const moment = new Date(plain(value));
  if (!value || Number.isNaN(moment.getTime())) return { day: null, time: "", zone };
  const wall = wallTime(moment, zone);
  return { day: wall.slice(0, 10), time: wall.slice(11, 16), zone };
}

/** The next full hour, which is what people mean who pick a day only. */
function comingHour(zone: string): string {
  return `${wallTime(new Date(Date.now() + 3_600_000), zone).slice(11, 13)}:00`;
}

export function MomentEditor(props: EditorProps) {
  const { day, time, zone } = useWall(props.value);
  const id = useId();
  const { label, description, error, withAsterisk, inputWrapperOrder, ...rest } = inputProps(props);
  const change = (newDay: string | null, newTime: string) =>
    props.onChange(newDay ? isoMoment(`${newDay} ${newTime || comingHour(zone)}`, zone) : null);
  return (
    <Input.Wrapper label={label} inputWrapperOrder={inputWrapperOrder} description={description} error={error} withAsterisk={withAsterisk} size={rest.size} id={id}>
      <Group gap={4} wrap="nowrap" className={classes.joined}>
        <DayInput {...rest} id={id} value={day} error={Boolean(error)} onChange={(next) => change(next, time)} />
        <TextInput type="time" className={classes.clock} size={rest.size} disabled={rest.disabled} value={time} aria-label={t("Time")} onChange={(event) => change(day ?? today(zone), event.currentTarget.value)} />
      </Group>
    </Input.Wrapper>
  );
}

export function TimeEditor(props: EditorProps) {
  return <TextInput {...inputProps(props)} type="time" value={plain(props.value).slice(0, 5)} onChange={(event) => props.onChange(event.currentTarget.value ? `${event.currentTarget.value}:00` : null)} />;
}

export function DurationEditor(props: EditorProps) {
  const locale = useLocale();
  const [typed, setTyped] = useState(() => (props.value === null || props.value === undefined ? "" : formatDuration(locale, props.value)));
  const change = (text: string) => {
    setTyped(text);
    props.onChange(text.trim() ? (parseDuration(text) ?? text) : null);
  };
  const settle = () => typeof props.value === "number" && setTyped(formatDuration(locale, props.value));
  return <TextInput {...inputProps(props)} value={typed} placeholder={t("For example 1h 30m")} onChange={(event) => change(event.currentTarget.value)} onBlur={settle} />;
}
