// The month or week that is shown, and the way to others.
import { ActionIcon, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { formatDay } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { locale, t } from "../i18n";
import classes from "./Calendar.module.css";

/** What is shown, and how to go on from it. */
export interface Shown {
  scale: "month" | "week";
  month: string;
  weeks: string[][];
  step: (count: number) => void;
  toToday: () => void;
}

interface CalendarHeadProps {
  time: Shown;
  /** Where there is a choice. */
  setScale?: (scale: "month" | "week") => void;
  /** Whether there are more records than are shown. */
  isCut: boolean;
}

function useName({ scale, month, weeks }: Shown): string {
  const here = useLocale();
  if (scale === "week") return `${formatDay(here, weeks[0]?.[0] ?? "")} – ${formatDay(here, weeks[0]?.at(-1) ?? "")}`;
  return new Intl.DateTimeFormat(locale(), { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));
}

export function CalendarHead({ time, setScale, isCut }: CalendarHeadProps) {
  const name = useName(time);
  const isWeek = time.scale === "week";
  const scales = [
    { value: "month", label: t("Month") },
    { value: "week", label: t("Week") },
  ];
  return (
    <Group className={classes.head} gap={8}>
      <h2 aria-live="polite">{name}</h2>
      <ActionIcon variant="default" size={28} aria-label={isWeek ? t("Previous week") : t("Previous month")} onClick={() => time.step(-1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon variant="default" size={28} aria-label={isWeek ? t("Next week") : t("Next month")} onClick={() => time.step(1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
      <Button variant="default" size="compact-sm" onClick={time.toToday}>
        {t("Today")}
      </Button>
      {setScale && <SegmentedControl size="xs" aria-label={t("Scale")} data={scales} value={time.scale} onChange={(scale) => setScale(scale as "month" | "week")} />}
      {isCut && (
        <Text size="xs" c="dimmed">
          {t("There are more records than fit; narrow the filter.")}
        </Text>
      )}
    </Group>
  );
}
