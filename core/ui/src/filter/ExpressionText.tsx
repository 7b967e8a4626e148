// The filter as the expression it is, for those who write faster than they pick.
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { api, ProblemError } from "../api/client";
import type { UiObject } from "../api/types";
import { problemText } from "../app/problem";
import { t } from "../i18n";

/** The server is asked for one record: it says what is wrong with a filter it can't understand. */
async function whatIsWrong(object: string, filter: string): Promise<string | null> {
  try {
    await api.get(`/records/${object}`, { query: { filter, limit: 1, fields: "id" } });
    return null;
  } catch (error) {
    return error instanceof ProblemError ? problemText(error) : String(error);
  }
}

export function ExpressionText({ object, filter, onApply }: { object: UiObject; filter: string; onApply: (filter: string) => void }) {
  const [text, setText] = useState(filter);
  const [wrong, setWrong] = useState<string | null>(null);
  const apply = async () => {
    const problem = await whatIsWrong(object.name, text.trim());
    setWrong(problem);
    if (!problem) onApply(text.trim());
  };
  return (
    <Stack gap="xs">
      <Textarea
        aria-label={t("Filter as an expression")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && void apply()}
        error={wrong}
        autosize
        minRows={3}
        maxRows={10}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12.5 } }}
      />
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {t("Fields by their names, texts in quotes: {example}", { example: 'owner_id = ME() AND created_at >= DATEADD(NOW(), -30, "day")' })}
        </Text>
        <Button size="xs" onClick={() => void apply()} disabled={text.trim() === filter}>
          {t("Apply")}
        </Button>
      </Group>
    </Stack>
  );
}
