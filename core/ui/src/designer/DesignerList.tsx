// All automations, approvals and decision tables: whether they are on, what they are about, and what they have done lately.
import { Badge, Button, SegmentedControl, Switch } from "@mantine/core";
import { IconBolt, IconChecklist, IconPlus, IconTable } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, useCatalogue, useMe } from "../api/client";
import type { Named } from "../api/types";
import { noticeProblem } from "../app/notices";
import { formatWhen } from "../fields/format/date";
import { useLocale } from "../fields/useLocale";
import { t } from "../i18n";
import { definitionsChanged, putting, useDefinitions, type Definition, type Document } from "../setup/kit/meta";
import { Empty, List, Loaded, pageClasses as classes, SetupPage, Source } from "../setup/kit/page";
import own from "./designer.module.css";
import { triggerLabel, triggerOf, type On } from "./HeadSummary";
import { objectOf, type Doc } from "./model";
import { kindLabel, NewDialog, type Any } from "./NewDialog";

interface Line {
  kind: Any;
  name: string;
  changed_at: string | null;
  changed_by: Named | null;
  runs: number;
  open: number;
  stuck: number;
  last_at: string | null;
}

const KINDS: Any[] = ["approval", "automation", "decision_table"];
const SIGNS = { approval: { Sign: IconChecklist, color: "orange" }, automation: { Sign: IconBolt, color: "teal" }, decision_table: { Sign: IconTable, color: "blue" } };

const useLines = () => useQuery({ queryKey: ["meta", "designer", "lines"], queryFn: async ({ signal }) => (await api.get<{ data: Line[] }>("/processes/definitions", { signal })).data });

interface Entry {
  kind: Any;
  definition: Definition<Doc>;
  line?: Line;
}

/** Drafts in this browser of what isn't in force yet. */
function useUnpublished(taken: Entry[]): { kind: Any; name: string; label: string }[] {
  const me = useMe();
  const prefix = `dougong:${me.tenant.slug}:${me.user.id}:draft:`;
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).flatMap((key) => {
    const [kind = "", name = ""] = key.slice(prefix.length).split(":");
    if (!KINDS.includes(kind as Any) || taken.some((one) => one.kind === kind && one.definition.name === name)) return [];
    const { document } = JSON.parse(localStorage.getItem(key) ?? "{}") as { document?: Doc };
    return [{ kind: kind as Any, name, label: document?.label || name }];
  });
}

function Sign({ kind }: { kind: Any }) {
  const { Sign: Drawn, color } = SIGNS[kind];
  return <span className={own.kindSign} style={{ background: `var(--mantine-color-${color}-light)`, color: `var(--mantine-color-${color}-light-color)` }}><Drawn size={16} stroke={1.8} aria-hidden /></span>;
}

function OnOff({ entry }: { entry: Entry }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { definition, kind } = entry;
  const document = definition.definition;
  const flip = async (on: boolean) => {
    setBusy(true);
    const { active: _, ...rest } = document;
    try {
      await putting(kind, (on ? rest : { ...rest, active: false }) as Document, definition.revision)(false);
    } catch (error) {
      noticeProblem(error);
    }
    await definitionsChanged(client);
    setBusy(false);
  };
  if (kind === "decision_table") return null;
  return <Switch size="xs" aria-label={t("On: {name}", { name: definition.label })} checked={document.active !== false} disabled={busy} onChange={(event) => void flip(event.currentTarget.checked)} />;
}

function Row({ entry }: { entry: Entry }) {
  const { objects } = useCatalogue();
  const locale = useLocale();
  const { kind, definition, line } = entry;
  const document = definition.definition;
  const about = objectOf(document);
  const begins = kind === "automation" ? triggerLabel(triggerOf((document.on ?? {}) as On)) : "";
  return (
    <tr>
      <td>
        <span className={classes.nameCell}>
          <Sign kind={kind} />
          <span>
            <Link className={classes.nameLink} to={`/setup/designer/${kind}/${definition.name}`}>{definition.label}</Link>
            <div className={classes.small}>{[kindLabel(kind), begins].filter(Boolean).join(" · ")}</div>
          </span>
        </span>
      </td>
      <td><OnOff entry={entry} /></td>
      <td>{about ? (objects[about]?.label ?? about) : ""}</td>
      <td>{kind !== "decision_table" && line && <Link className={classes.nameLink} to={`/setup/processes?name=${definition.name}`}>{t("{count} runs", { count: line.runs })}</Link>} {line && line.stuck > 0 && <Badge size="sm" color="red.8" tt="none">{t("{count} stuck", { count: line.stuck })}</Badge>}</td>
      <td><span className={classes.small}>{t("Version {number}", { number: definition.version })}{line?.changed_at && <> · <time dateTime={line.changed_at}>{formatWhen(locale, line.changed_at)}</time></>}{line?.changed_by && ` · ${line.changed_by.name}`}</span></td>
      <td><Source layer={definition.layer} owner={definition.owner} /></td>
    </tr>
  );
}

function Lines({ entries, only }: { entries: Entry[]; only: string }) {
  const drafts = useUnpublished(entries).filter(({ kind }) => only === "all" || kind === only);
  const shown = entries.filter(({ kind }) => only === "all" || kind === only).sort((one, other) => one.definition.label.localeCompare(other.definition.label));
  if (!shown.length && !drafts.length) return <Empty>{t("Nothing is drawn yet. Begin with a template: the approval of a discount, a reminder of what stands still.")}</Empty>;
  return (
    <List label={t("Automations and approvals")} heads={[t("Title"), t("On"), t("Records of"), t("Last 30 days"), t("Changed last"), t("From")]}>
      {drafts.map(({ kind, name, label }) => (
        <tr key={`${kind}:${name}`}>
          <td><span className={classes.nameCell}><Sign kind={kind} /><span><Link className={classes.nameLink} to={`/setup/designer/${kind}/${name}`}>{label}</Link><div className={classes.small}>{kindLabel(kind)}</div></span></span></td>
          <td colSpan={5}><Badge size="sm" variant="light" color="orange" tt="none">{t("Not published yet")}</Badge></td>
        </tr>
      ))}
      {shown.map((entry) => <Row key={`${entry.kind}:${entry.definition.name}`} entry={entry} />)}
    </List>
  );
}

export default function DesignerList() {
  const [params, setParams] = useSearchParams();
  const approvals = useDefinitions<Doc>("approval");
  const automations = useDefinitions<Doc>("automation");
  const tables = useDefinitions<Doc>("decision_table");
  const lines = useLines();
  const all = { approval: approvals.data, automation: automations.data, decision_table: tables.data };
  const isThere = approvals.data && automations.data && tables.data;
  const entries = isThere && KINDS.flatMap((kind) => (all[kind] ?? []).map((definition): Entry => ({ kind, definition, line: lines.data?.find((one) => one.kind === kind && one.name === definition.name) })));
  const only = params.get("kind") ?? "all";
  const asked = { data: entries, error: approvals.error ?? automations.error ?? tables.error, refetch: () => void approvals.refetch() };
  return (
    <SetupPage wide title={t("Automations and approvals")} about={t("What happens by itself, who must agree before something counts, and the tables that decide.")} actions={<Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setParams({ new: "" })}>{t("New")}</Button>}>
      <SegmentedControl mb="md" size="xs" aria-label={t("Kind")} data={[{ value: "all", label: t("All") }, ...KINDS.map((kind) => ({ value: kind, label: { approval: t("Approvals"), automation: t("Automations"), decision_table: t("Decision tables") }[kind as Any] }))]} value={only} onChange={(kind) => setParams(kind === "all" ? {} : { kind }, { replace: true })} />
      <Loaded asked={asked}>{(found) => <Lines entries={found} only={only} />}</Loaded>
      {params.has("new") && entries && <NewDialog taken={entries.map(({ definition }) => definition)} onClose={() => setParams({}, { replace: true })} />}
    </SetupPage>
  );
}
