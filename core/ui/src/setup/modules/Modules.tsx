// The modules of this installation: what each adds, what it needs, and its switch.
import { Alert, Badge, Button, TextInput } from "@mantine/core";
import { IconPuzzle, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../api/client";
import type { Plan, Plugin } from "../../api/types";
import { t } from "../../i18n";
import { useChange, usePlugins, type Change, type Step } from "../kit/meta";
import { Loaded, SetupPage } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import classes from "./Modules.module.css";

type Action = "install" | "enable" | "disable" | "detach";
type Noticed = Plugin & { notice?: string };

const taking = (name: string, action: Action): Step => (dryRun) =>
  api.post<Plan>(`/plugins/${name}/${action}`, {}, { query: { dry_run: dryRun || undefined }, idempotencyKey: dryRun ? null : undefined });

function stateLabel(state: Plugin["state"]): { label: string; color: string } {
  return {
    offered: { label: t("Available"), color: "gray" }, installed: { label: t("Installed"), color: "blue" }, enabled: { label: t("On"), color: "teal" },
    disabled: { label: t("Off"), color: "orange" }, detached: { label: t("Archived"), color: "gray" }, purged: { label: t("Removed"), color: "gray" },
  }[state];
}

/** What can be done with a module in its state; the first is the usual one. */
function actionsOf(state: Plugin["state"]): { action: Action; label: string }[] {
  const on = { action: "enable", label: t("Switch on") } as const;
  const actions: Record<Plugin["state"], { action: Action; label: string }[]> = {
    offered: [on], purged: [on], installed: [on], detached: [on],
    enabled: [{ action: "disable", label: t("Switch off") }],
    disabled: [on, { action: "detach", label: t("Archive") }],
  };
  return actions[state];
}

function Names({ label, names }: { label: string; names: string[] }) {
  if (!names.length) return null;
  return <div className={classes.names}><span className={classes.namesLabel}>{label}</span> {names.join(", ")}</div>;
}

function Card({ plugin, titles, change, onChoose }: { plugin: Noticed; titles: Map<string, string>; change: Change; onChoose: (title: string) => void }) {
  const { label, color } = stateLabel(plugin.state);
  const named = (name: string) => titles.get(name.replace(/[<>=!~ ].*$/, "")) ?? name;
  return (
    <article className={classes.card} data-on={plugin.state === "enabled" || undefined} aria-label={plugin.title}>
      <span className={classes.sign}><IconPuzzle size={18} stroke={1.7} aria-hidden /></span>
      <div className={classes.words}>
        <h2 className={classes.title}>{plugin.title} <span className={classes.version}>{plugin.version}</span> <Badge size="sm" variant="light" tt="none" fw={500} color={color}>{label}</Badge></h2>
        <p className={classes.about}>{plugin.description}</p>
        <Names label={t("Adds")} names={plugin.objects} />
        <Names label={t("Needs")} names={plugin.requires.map(named)} />
        <Names label={t("Needed by")} names={plugin.required_by.map(named)} />
        {plugin.notice && <Alert color="orange" variant="light" p="xs" mt={8}>{plugin.notice}</Alert>}
      </div>
      <div className={classes.actions}>
        {actionsOf(plugin.state).map(({ action, label: word }, place) => (
          <Button key={action} variant={action === "enable" ? "filled" : place ? "subtle" : "default"} color={place ? "gray" : undefined} loading={change.busy} onClick={() => { onChoose(`${word}: ${plugin.title}`); void change.propose(taking(plugin.name, action)); }}>{word}</Button>
        ))}
      </div>
    </article>
  );
}

export default function Modules() {
  const plugins = usePlugins<Noticed>();
  const change = useChange();
  const [title, setTitle] = useState("");
  const [words, setWords] = useState("");
  return (
    <SetupPage title={t("Modules")} about={t("Switch on what your company uses. A module that is switched off takes its pages away and keeps its data.")}>
      <TextInput mb={12} maw={280} leftSection={<IconSearch size={14} aria-hidden />} placeholder={t("Search modules")} aria-label={t("Search modules")} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      <Refusals change={change} />
      <Loaded asked={plugins}>
        {(all) => {
          const titles = new Map(all.map((plugin) => [plugin.name, plugin.title]));
          const shown = all.filter((plugin) => `${plugin.name} ${plugin.title} ${plugin.description}`.toLowerCase().includes(words.trim().toLowerCase()));
          return <div className={classes.cards}>{shown.map((plugin) => <Card key={plugin.name} plugin={plugin} titles={titles} change={change} onChoose={setTitle} />)}</div>;
        }}
      </Loaded>
      <PlanDialog change={change} title={title} />
    </SetupPage>
  );
}
