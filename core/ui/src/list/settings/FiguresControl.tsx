// The figures of a view: sums, means and the like, of which fields.
import { ActionIcon, CloseButton, Group, Select, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { t } from "../../i18n";
import { figuresOf, figureText, functionLabel, functionsOf, type Figure, type FigureFunction } from "../figures";
import { ownFields } from "../places";
import type { ListState } from "../useListState";

function FigureLine({ figure, state: { object, view, change } }: { figure: Figure; state: ListState }) {
  const replace = (text: string | null) => change({ sums: (view.sums ?? []).flatMap((one) => (one === figure.text ? (text ?? []) : [one])) });
  const fields = ownFields(object).filter((field) => functionsOf(field).length > 1 || field.name === figure.field.name);
  const words = functionsOf(figure.field).map((word) => ({ value: word, label: functionLabel(word) }));
  const pickField = (name: string | null) => {
    const field = object.fields[name ?? ""];
    if (field) replace(figureText(field, functionsOf(field).includes(figure.function) ? figure.function : (functionsOf(field)[0] ?? "count")));
  };
  return (
    <Group gap={6} wrap="nowrap">
      <Select size="xs" w={112} aria-label={t("Figure")} data={words} value={figure.function} allowDeselect={false} onChange={(word) => word && replace(figureText(figure.field, word as FigureFunction))} />
      <Select size="xs" style={{ flex: 1 }} aria-label={t("Figure of")} data={fields.map(({ name, label }) => ({ value: name, label }))} value={figure.field.name} allowDeselect={false} searchable openOnFocus={false} onChange={pickField} />
      <CloseButton size="sm" aria-label={t("Remove the figure")} onClick={() => replace(null)} />
    </Group>
  );
}

export function FiguresControl({ state }: { state: ListState }) {
  const { object, view, change } = state;
  const figures = figuresOf(object, view.sums);
  const taken = new Set(figures.map((figure) => figure.text));
  const next = ownFields(object).flatMap((field) => functionsOf(field).slice(0, -1).map((word) => figureText(field, word))).find((text) => !taken.has(text));
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Text size="xs" fw={500}>
          {t("Figures")}
        </Text>
        <ActionIcon variant="subtle" size="sm" aria-label={t("Add a figure")} disabled={!next} onClick={() => next && change({ sums: [...(view.sums ?? []), next] })}>
          <IconPlus size={14} />
        </ActionIcon>
      </Group>
      {figures.map((figure) => (
        <FigureLine key={figure.text} figure={figure} state={state} />
      ))}
      {figures.length === 0 && (
        <Text size="xs" c="dimmed">
          {t("Only how many there are.")}
        </Text>
      )}
    </Stack>
  );
}
