// The month that is shown, and the way to others.
import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { today } from "../fields/format/zones";
import { useLocale } from "../fields/useLocale";
import { locale, t } from "../i18n";
import classes from "./Calendar.module.css";
import { nextMonth } from "./days";

interface CalendarHeadProps {
  month: string;
  setMonth: (month: string) => void;
  /** Whether there are more records than are shown. */
  isCut: boolean;
}

export function CalendarHead({ month, setMonth, isCut }: CalendarHeadProps) {
  const { zone } = useLocale();
  const name = new Intl.DateTimeFormat(locale(), { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));
  return (
    <Group className={classes.head} gap={8}>
      <h2 aria-live="polite">{name}</h2>
      <ActionIcon variant="default" size={28} aria-label={t("Previous month")} onClick={() => setMonth(nextMonth(month, -1))}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon variant="default" size={28} aria-label={t("Next month")} onClick={() => setMonth(nextMonth(month, 1))}>
        <IconChevronRight size={16} />
      </ActionIcon>
      <Button variant="default" size="compact-sm" onClick={() => setMonth(today(zone).slice(0, 7))}>
        {t("Today")}
      </Button>
      {isCut && (
        <Text size="xs" c="dimmed">
          {t("There are more records than fit; narrow the filter.")}
        </Text>
      )}
    </Group>
  );
}
