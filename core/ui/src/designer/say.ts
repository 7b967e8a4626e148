// A step in one line, as a person would say it.
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, keys, useCatalogue } from "../api/client";
import type { PageOf, RecordData } from "../api/types";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import { useDefinitions } from "../setup/kit/meta";
import { doOf, objectOf, type Doc, type Kind, type StepDoc } from "./model";
import { keyLabel, valueLabel } from "./words";

export type Source = Record<string, unknown>;

/** Users as definitions name them: by their e-mail address. */
export function usePeople() {
  return useQuery({
    queryKey: [...keys.object("user"), "addresses"],
    queryFn: async ({ signal }) => (await api.get<PageOf<RecordData>>("/records/user", { query: { fields: "name,email", sort: "name", limit: 1000 }, signal })).data,
    staleTime: 300_000,
  });
}

export function useTeams() {
  return useQuery({
    queryKey: [...keys.object("team"), "names"],
    queryFn: async ({ signal }) => (await api.get<PageOf<RecordData>>("/records/team", { query: { fields: "name", limit: 500 }, signal })).data,
    retry: false,
  });
}

interface Length {
  for?: string;
  calendar?: string;
}

const UNITS: [RegExp, (count: number) => string][] = [
  [/(\d+)Y/, (count) => t("{count} years", { count })],
  [/(\d+)M(?!.*T)/, (count) => t("{count} months", { count })],
  [/(\d+)W/, (count) => t("{count} weeks", { count })],
  [/(\d+)D/, (count) => t("{count} days", { count })],
  [/(\d+)H/, (count) => t("{count} hours", { count })],
  [/T.*?(\d+)M/, (count) => t("{count} minutes", { count })],
];

/** "P1DT4H" as "1 day 4 hours". */
export function durationText(text: string): string {
  const [days = "", clock = ""] = text.split("T");
  const found = UNITS.flatMap(([pattern, say]) => {
    const isClock = pattern.source.includes("H") || pattern.source.startsWith("T");
    const match = pattern.exec(isClock ? `T${clock}` : days);
    return match ? [say(Number(match[1]))] : [];
  });
  return found.join(" ") || text;
}

export interface Saying {
  step: (step: StepDoc) => string;
  person: (source: Source) => string;
  field: (path: string, of?: string) => string;
  length: (length: Length) => string;
  objectLabel: (name: string | undefined) => string;
}

export function useSaying(doc: Doc, kind: Kind): Saying {
  const catalogue = useCatalogue();
  const roles = useDefinitions("role").data;
  const calendars = useDefinitions("calendar").data;
  const tables = useDefinitions("decision_table").data;
  const approvals = useDefinitions("approval").data;
  const automations = useDefinitions("automation").data;
  const people = usePeople().data;
  const own = objectOf(doc) ?? "";
  const build = useCallback((): Saying => {
    const called = (all: { name: string; label: string }[] | undefined, name: unknown) => all?.find((one) => one.name === name)?.label || String(name ?? "");
    const objectLabel = (name: string | undefined) => (name ? (catalogue.objects[name]?.label ?? name) : "");
    const field = (path: string, of = own) => resolvePath(catalogue, of, path)?.label ?? path;
    const length = ({ for: text = "", calendar }: Length) => (calendar ? t("{length} by {calendar}", { length: durationText(text), calendar: called(calendars, calendar) }) : durationText(text));
    const person = (source: Source): string => {
      const [[key = "", value] = []] = Object.entries(source).filter(([name]) => !["level", "up_to", "with_role", "lead", "among"].includes(name));
      switch (key) {
        case "manager_of": return t("Manager of {who}", { who: value === "initiator" ? t("the initiator") : field(String(value)) }) + (Number(source.level ?? 1) > 1 ? ` +${Number(source.level) - 1}` : "");
        case "lead_of": return t("who leads the team of {who}", { who: value === "initiator" ? t("the initiator") : field(String(value)) });
        case "field": return field(String(value));
        case "user": return String(people?.find(({ email }) => email === value)?.name ?? value ?? "");
        case "role": return called(roles, value);
        case "team": return source.lead ? t("who leads {team}", { team: String(value ?? "") }) : String(value ?? "");
        case "roles": return String(value ?? "");
        case "initiator": return t("the initiator");
        case "previous": return t("who approved before");
        case "step": return t("who approved {step}", { step: String(value ?? "") });
        case "chosen": return t("whom the submitter chooses");
        case "administrators": return t("administrators");
        default: return t("users by a condition");
      }
    };
    const everybody = (sources: unknown) => ((sources as Source[] | undefined) ?? []).map(person).join(", ") || "…";
    const values = (one: StepDoc, of: string | undefined) => Object.keys((one.set as object | undefined) ?? {}).map((name) => field(name, of)).join(", ") || "…";
    const quoted = (text: unknown) => (text ? t("“{text}”", { text: String(text) }) : "…");
    const step = (one: StepDoc): string => {
      const of = one.object as string | undefined;
      switch (doOf(one, kind)) {
        case "ask": {
          const parts = [everybody(one.approvers), ...(one.mode ? [valueLabel("mode", String(one.mode))] : []), ...(one.due ? [length(one.due as Length)] : [])];
          return parts.join(" · ");
        }
        case "update": return of || one.where ? t("{object}: {fields}", { object: objectLabel(of ?? own), fields: values(one, of ?? own) }) : values(one, own);
        case "create": return t("{object}: {fields}", { object: objectLabel(of), fields: values(one, of) });
        case "find": return [objectLabel(of), one.as ?? ""].filter(Boolean).join(" → ");
        case "delete": return objectLabel(of) || objectLabel(own);
        case "notify": case "sms": return `${everybody(one.to)}: ${quoted(one.message)}`;
        case "email": return `${one.to ? everybody(one.to) : String(one.addresses ?? "…")}: ${quoted(one.subject)}`;
        case "post": return quoted(one.message);
        case "assign": return t("{field} among {people}, by {way}", { field: field(String(one.field ?? "owner_id")), people: everybody(one.among), way: valueLabel("by", String(one.by ?? "turn")) });
        case "wait": return one.until ? t("until {moment}", { moment: String(one.until) }) : length(one as Length);
        case "wait_for": {
          const event = (one.event ?? {}) as { object?: string; events?: string[] };
          const what = `${objectLabel(event.object) || "…"}: ${(event.events ?? []).map((word) => valueLabel("events", word)).join(", ") || t("changed")}`;
          return one.for ? t("{what} · for {length} at most", { what, length: length(one as Length) }) : what;
        }
        case "decide": return [called(tables, one.table) || "…", one.as ?? ""].filter(Boolean).join(" → ");
        case "approve": return called(approvals, one.approval) || "…";
        case "call": return called(automations, one.automation) || "…";
        case "webhook": return String(one.url ?? "");
        case "each": return String(one.in ?? "");
        case "end": return String(one.outcome ?? "");
        case "branch": return "";
        case "parallel": return valueLabel("join", String(one.join ?? "all"));
        default: return Object.entries(one).filter(([key]) => !["id", "do", "label", "when", "as", "on_error"].includes(key)).map(([key, value]) => `${keyLabel("", key)}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`).join(", ");
      }
    };
    return { step, person, field, length, objectLabel };
  }, [catalogue, roles, calendars, tables, approvals, automations, people, own, kind]);
  return build();
}
