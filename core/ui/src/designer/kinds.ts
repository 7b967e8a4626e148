// What steps can do: their signs, what they are called, and how a new one begins.
import {
  IconArrowsSplit2, IconBell, IconBolt, IconChecklist, IconCircleOff, IconClockHour4, IconEdit, IconGitBranch, IconHourglass, IconMail, IconMessage2, IconPhoneCall, IconPlayerPlay, IconPlus, IconPuzzle, IconRepeat, IconSearch, IconSubtask, IconTable, IconTrash, IconUserCheck, IconUserShare, IconWorldShare, type Icon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import { t } from "../i18n";
import type { Kind, StepDoc } from "./model";
import type { Schema } from "./schema";

export interface StepKind {
  name: string;
  label: string;
  owner: string;
  outside: boolean;
  schema: Schema;
}
export interface Steps {
  kinds: Map<string, StepKind>;
  shared: Record<string, Schema>;
}

export function useSteps() {
  return useQuery({
    queryKey: ["meta", "steps"],
    queryFn: async ({ signal }): Promise<Steps> => {
      const { data, shared } = await api.get<{ data: StepKind[]; shared: Record<string, Schema> }>("/processes/steps", { signal });
      return { kinds: new Map(data.map((one) => [one.name, one])), shared };
    },
    staleTime: Infinity,
  });
}

export type Group = "people" | "records" | "flow" | "more";

interface Face {
  icon: Icon;
  color: string;
  group: Group;
  label: () => string;
  about: () => string;
}

const FACES: Record<string, Face> = {
  ask: { icon: IconUserCheck, color: "orange", group: "people", label: () => t("Ask for a decision"), about: () => t("People approve or reject; it goes on when they have agreed") },
  notify: { icon: IconBell, color: "violet", group: "people", label: () => t("Notify people"), about: () => t("A line in their bell, and on their devices") },
  email: { icon: IconMail, color: "violet", group: "people", label: () => t("Send an e-mail"), about: () => t("To colleagues or to addresses of the record") },
  sms: { icon: IconPhoneCall, color: "violet", group: "people", label: () => t("Send a text message"), about: () => t("To colleagues or to numbers of the record") },
  post: { icon: IconMessage2, color: "violet", group: "people", label: () => t("Write into the timeline"), about: () => t("A comment on the record") },
  assign: { icon: IconUserShare, color: "violet", group: "people", label: () => t("Assign"), about: () => t("In turn, or to who has least") },
  approve: { icon: IconChecklist, color: "orange", group: "people", label: () => t("Have it approved"), about: () => t("Begins an approval and waits for its end") },
  update: { icon: IconEdit, color: "blue", group: "records", label: () => t("Change records"), about: () => t("Fields of the record, or of others") },
  create: { icon: IconPlus, color: "blue", group: "records", label: () => t("Make a record"), about: () => t("An activity, an order, anything") },
  find: { icon: IconSearch, color: "blue", group: "records", label: () => t("Look for records"), about: () => t("For the steps after it") },
  delete: { icon: IconTrash, color: "blue", group: "records", label: () => t("Delete records"), about: () => t("Into the recycle bin") },
  branch: { icon: IconGitBranch, color: "teal", group: "flow", label: () => t("Branch"), about: () => t("One of several ways, by conditions") },
  parallel: { icon: IconArrowsSplit2, color: "teal", group: "flow", label: () => t("Side by side"), about: () => t("Several ways at once") },
  each: { icon: IconRepeat, color: "teal", group: "flow", label: () => t("For each"), about: () => t("The same for all records that were found") },
  wait: { icon: IconClockHour4, color: "teal", group: "flow", label: () => t("Wait"), about: () => t("For some time, or until a moment") },
  wait_for: { icon: IconHourglass, color: "teal", group: "flow", label: () => t("Wait for something"), about: () => t("Until a record is changed, or time is over") },
  decide: { icon: IconTable, color: "teal", group: "flow", label: () => t("Look into a decision table"), about: () => t("What follows from rows of conditions") },
  call: { icon: IconSubtask, color: "teal", group: "flow", label: () => t("Run another automation"), about: () => t("One whose trigger is a call") },
  end: { icon: IconCircleOff, color: "gray", group: "flow", label: () => t("End"), about: () => t("Nothing happens after it") },
  webhook: { icon: IconWorldShare, color: "grape", group: "more", label: () => t("Call another system"), about: () => t("By HTTP, signed, once") },
};

const UNKNOWN: Pick<Face, "icon" | "color" | "group"> = { icon: IconPuzzle, color: "grape", group: "more" };

export const TRIGGER_ICON = IconBolt;
export const BEGIN_ICON = IconPlayerPlay;

export function faceOf(what: string, steps?: Steps): { icon: Icon; color: string; group: Group; label: string; about: string } {
  const face = FACES[what];
  if (face) return { ...face, label: face.label(), about: face.about() };
  return { ...UNKNOWN, label: steps?.kinds.get(what)?.label ?? what, about: "" };
}

export function groupLabel(group: Group): string {
  return { people: t("People"), records: t("Records"), flow: t("Flow"), more: t("More") }[group];
}

/** Nobody can be asked after everything is decided; plugins' steps come last. */
export function offered(steps: Steps, phase: string): string[] {
  const known = [...Object.keys(FACES), ...[...steps.kinds.keys()].filter((name) => !(name in FACES))];
  return known.filter((name) => steps.kinds.has(name) && (name !== "ask" || phase === "steps"));
}

const BLANKS: Record<string, () => Partial<StepDoc>> = {
  ask: () => ({ approvers: [{ manager_of: "owner_id" }], mode: "any" }),
  update: () => ({ set: {} }),
  create: () => ({ object: "activity", set: {} }),
  find: () => ({ as: "found" }),
  notify: () => ({ to: [{ field: "owner_id" }], message: "" }),
  email: () => ({ to: [{ field: "owner_id" }], subject: "", body: "" }),
  sms: () => ({ to: [{ field: "owner_id" }], message: "" }),
  post: () => ({ message: "" }),
  assign: () => ({ among: [], by: "turn" }),
  branch: () => ({ cases: [{ when: "", then: [] }], else: [] }),
  parallel: () => ({ branches: [{ steps: [] }, { steps: [] }] }),
  each: () => ({ in: "found", as: "item", steps: [] }),
  wait: () => ({ for: "P1D" }),
  wait_for: () => ({ event: { object: "", events: ["updated"] } }),
  decide: () => ({ table: "", as: "result" }),
  webhook: () => ({ url: "https://" }),
};

export function blank(what: string, kind: Kind, id: string): StepDoc {
  const says = kind === "approval" && what === "ask" ? {} : { do: what };
  return { id, ...says, ...BLANKS[what]?.() };
}
