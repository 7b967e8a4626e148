// Asks for the name of a view, and who may use it.
import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, keys, useObject } from "../../api/client";
import type { PageOf, RecordData } from "../../api/types";
import { noticeProblem } from "../../app/notices";
import { t } from "../../i18n";
import type { Audience } from "./saving";

interface SaveFormProps {
  label: string;
  /** Whether a name is asked for, and who may use the view. */
  asks: { name: boolean; audience: boolean };
  audience: Audience;
  save: (label: string, audience: Audience) => Promise<unknown>;
  close: () => void;
}

function TeamChoice({ value, onChange }: { value: string | undefined; onChange: (team: string) => void }) {
  const query = { fields: "name", sort: "name", limit: 200 };
  const found = useQuery({ queryKey: [...keys.object("team"), "names"], queryFn: () => api.get<PageOf<RecordData>>("/records/team", { query }) });
  const data = found.data?.data.map((team) => ({ value: team.id, label: String(team.name) })) ?? [];
  return <Select label={t("Team")} data={data} value={value ?? null} searchable allowDeselect={false} nothingFoundMessage={t("Nothing found")} onChange={(team) => team && onChange(team)} />;
}

function AudienceChoice({ value, onChange }: { value: Audience; onChange: (audience: Audience) => void }) {
  const hasTeams = useObject("team") !== undefined;
  const data = [
    { value: "me", label: t("Only me") },
    ...(hasTeams ? [{ value: "team", label: t("A team") }] : []),
    { value: "everybody", label: t("Everybody") },
  ];
  return (
    <>
      <div>
        <Text size="sm" fw={500} mb={4}>
          {t("Who may use it")}
        </Text>
        <SegmentedControl fullWidth aria-label={t("Who may use it")} data={data} value={value.kind} onChange={(kind) => onChange({ kind: kind as Audience["kind"] })} />
      </div>
      {value.kind === "team" && <TeamChoice value={value.team} onChange={(team) => onChange({ kind: "team", team })} />}
    </>
  );
}

function SaveForm({ label: before, asks, audience: first, save, close }: SaveFormProps) {
  const [label, setLabel] = useState(before);
  const [audience, setAudience] = useState(first);
  const [busy, setBusy] = useState(false);
  const isWhole = Boolean(label.trim()) && (audience.kind !== "team" || Boolean(audience.team));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await save(label.trim(), audience).then(close, noticeProblem);
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {asks.name && <TextInput data-autofocus label={t("Name of the view")} maxLength={120} required value={label} onChange={(event) => setLabel(event.currentTarget.value)} />}
        {asks.audience && <AudienceChoice value={audience} onChange={setAudience} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>{t("Cancel")}</Button>
          <Button type="submit" loading={busy} disabled={!isWhole}>{t("Save")}</Button>
        </Group>
      </Stack>
    </form>
  );
}

export function askForView(title: string, label: string, save: SaveFormProps["save"], asks = { name: true, audience: true }, audience: Audience = { kind: "me" }): void {
  const id = modals.open({ title, size: "sm", children: <SaveForm label={label} asks={asks} audience={audience} save={save} close={() => modals.close(id)} /> });
}
