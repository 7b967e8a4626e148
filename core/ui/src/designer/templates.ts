// What a new definition may begin with, fitted to the object that it is about.
import type { UiObject } from "../api/types";
import { t } from "../i18n";
import { holdsUsers } from "./form/inputs";
import type { Doc, Kind } from "./model";

export interface Template {
  name: string;
  kind: Kind;
  label: () => string;
  about: () => string;
  /** Null where it doesn't fit the object. */
  make: (object: UiObject) => Omit<Doc, "name"> | null;
}

const owner = (object: UiObject): string => (object.fields.owner_id ? "owner_id" : (Object.values(object.fields).find(holdsUsers)?.name ?? "owner_id"));
const amountOf = (object: UiObject) => Object.values(object.fields).find(({ type, returns, system }) => !system && ["money", "decimal", "percent", "integer"].includes(returns ?? type) && (returns ?? type) === "money") ?? Object.values(object.fields).find(({ type, returns, system }) => !system && ["decimal", "percent", "integer"].includes(returns ?? type));
const dateOf = (object: UiObject) => Object.values(object.fields).find(({ type, returns, system }) => !system && ["date", "datetime"].includes(returns ?? type));
const stageOf = (object: UiObject) => object.fields[object.path ?? ""] ?? Object.values(object.fields).find(({ type }) => type === "choice");

export const TEMPLATES: Template[] = [
  {
    name: "one_step", kind: "approval", label: () => t("One step"), about: () => t("The manager of the owner agrees."),
    make: (object) => ({ object: object.name, steps: [{ id: "manager", label: t("Manager"), approvers: [{ manager_of: owner(object) }], mode: "any" }] }),
  },
  {
    name: "two_levels", kind: "approval", label: () => t("Two levels by amount"), about: () => t("The manager agrees, and the next level above a limit; reminders and a time limit included."),
    make: (object) => {
      const amount = amountOf(object);
      if (!amount) return null;
      return {
        object: object.name, watch: [amount.name],
        steps: [
          { id: "manager", label: t("Manager"), approvers: [{ manager_of: owner(object) }], mode: "any", due: { for: "P2D", calendar: "business", remind_before: ["PT4H"] }, on_timeout: "remind" },
          { id: "second_level", label: t("Next level"), when: `${amount.name} > 50000`, approvers: [{ manager_of: owner(object), level: 2 }], mode: "all" },
        ],
      };
    },
  },
  {
    name: "stalled", kind: "automation", label: () => t("Remind of what stands still"), about: () => t("Every working day: who owns a record that nobody has touched for two weeks is reminded."),
    make: (object) => ({ on: { object: object.name, schedule: "0 9 * * 1-5", when: 'updated_at < DATEADD(NOW(), -14, "day")' }, steps: [{ id: "remind", do: "notify", to: [{ field: owner(object) }], message: t("{name} has stood still for two weeks", { name: `{${object.name_field}}` }) }] }),
  },
  {
    name: "changed", kind: "automation", label: () => t("Tell of a change"), about: () => t("When a stage or a state changes, the manager of the owner is told."),
    make: (object) => {
      const stage = stageOf(object);
      return stage ? { on: { object: object.name, events: ["updated"], changed: [stage.name] }, steps: [{ id: "tell", do: "notify", to: [{ manager_of: owner(object) }], message: `{${object.name_field}}: {${stage.name}}` }] } : null;
    },
  },
  {
    name: "before_date", kind: "automation", label: () => t("A week before a date"), about: () => t("The owner is reminded a week before a date of the record."),
    make: (object) => {
      const date = dateOf(object);
      return date ? { on: { object: object.name, date: { field: date.name, offset: "-P7D" } }, steps: [{ id: "remind", do: "notify", to: [{ field: owner(object) }], message: `{${object.name_field}}: ${date.label}` }] } : null;
    },
  },
  {
    name: "button", kind: "automation", label: () => t("A button"), about: () => t("Somebody presses it on a record, and a message goes out."),
    make: (object) => ({ on: { object: object.name, button: { label: t("Ask for help") } }, steps: [{ id: "tell", do: "notify", to: [{ manager_of: owner(object) }], message: `{${object.name_field}}` }] }),
  },
];

/** Nothing but what it is about. */
export const EMPTY: Record<Kind, (object: UiObject) => Omit<Doc, "name">> = {
  approval: (object) => ({ object: object.name, steps: [] }),
  automation: (object) => ({ on: { object: object.name, events: ["created", "updated"] }, steps: [] }),
};
