// What processes are, do and have done, in words.
import { t } from "../i18n";
import type { Happening } from "./data";

type Words = Record<string, () => string>;
const said = (words: Words, key: string): string => words[key]?.() ?? key;

const STATES: Words = {
  running: () => t("Under way"),
  returned: () => t("Given back"),
  suspended: () => t("Halted"),
  approved: () => t("Approved"),
  rejected: () => t("Rejected"),
  withdrawn: () => t("Withdrawn"),
  abstained: () => t("Abstained"),
  terminated: () => t("Ended early"),
  failed: () => t("Broken off"),
  done: () => t("Finished"),
};
export const stateWord = (state: string): string => said(STATES, state);
const COLOURS: Record<string, string> = { running: "blue", returned: "orange", suspended: "yellow", approved: "teal", rejected: "red", failed: "red", done: "teal" };
export const stateColour = (state: string): string => COLOURS[state] ?? "gray";

const STAGES: Words = {
  passed: () => t("passed"),
  current: () => t("now"),
  planned: () => t("still to come"),
  rejected: () => t("rejected"),
  returned: () => t("given back"),
  skipped: () => t("left out"),
};
export const stageWord = (state: string): string => said(STAGES, state);

const WAITS: Words = {
  people: () => t("for people to decide"),
  time: () => t("for its time to come"),
  event: () => t("for something to happen"),
  work: () => t("for the server to do it"),
  lanes: () => t("for the branches inside it"),
  repair: () => t("for repair: it has failed"),
  return: () => t("for it to be submitted again"),
  resumption: () => t("to be resumed"),
};
export const waitWord = (what: string): string => said(WAITS, what);

const ACTIONS: Words = {
  submit: () => t("Submit for approval"),
  approve: () => t("Approve"),
  reject: () => t("Reject"),
  abstain: () => t("Abstain"),
  return: () => t("Give back"),
  transfer: () => t("Hand over to somebody else"),
  delegate: () => t("Ask somebody to prepare it"),
  add_approver: () => t("Ask somebody else too"),
  remove_approver: () => t("Ask somebody no longer"),
  comment: () => t("Say something"),
  claim: () => t("Take it on"),
  release: () => t("Put it back for the others"),
  recall: () => t("Withdraw"),
  remind: () => t("Urge"),
  resubmit: () => t("Submit again"),
  cancel: () => t("End it"),
  retry: () => t("Try the step again"),
  skip: () => t("Leave the step out"),
  suspend: () => t("Halt"),
  resume: () => t("Let it go on"),
  reassign: () => t("Give a task to somebody else"),
  force: () => t("Decide the step"),
  jump: () => t("Go to another step"),
  ask_again: () => t("Ask the people of the step anew"),
  migrate: () => t("Move it to the version of now"),
};
export const actionWord = (what: string): string => said(ACTIONS, what);

const DONE: Words = {
  submit: () => t("Submitted for approval"),
  approve: () => t("Approved"),
  reject: () => t("Rejected"),
  return: () => t("Given back"),
  transfer: () => t("Handed over"),
  recall: () => t("Withdrawn"),
  remind: () => t("They have been asked to hurry"),
  resubmit: () => t("Submitted again"),
  begin: () => t("The automation has begun"),
  migrate: () => t("It goes on in the version of now"),
};
export const whatWasDone = (what: string): string => DONE[what]?.() ?? t("Done: {what}", { what: actionWord(what) });

/** Steps of the machine, which people are not told of. */
const SILENT = new Set(["entered", "done", "branched", "passed", "happened", "began"]);
export const isForPeople = ({ what }: Happening): boolean => !SILENT.has(what);

interface Names {
  who: string;
  whom: string;
  step: string;
}
const HAPPENED: Record<string, (names: Names, facts: Record<string, unknown>) => string> = {
  asked: ({ whom, step }) => t("{whom} was asked: {step}", { whom, step }),
  offered: ({ whom, step }) => t("{whom} may take it on: {step}", { whom, step }),
  nobody: ({ step }) => t("There was nobody to ask: {step}", { step }),
  task_approved: ({ who, step }) => t("{who} approved: {step}", { who, step }),
  task_rejected: ({ who, step }) => t("{who} rejected: {step}", { who, step }),
  task_abstained: ({ who, step }) => t("{who} abstained: {step}", { who, step }),
  task_returned: ({ who, step }) => t("{who} gave it back: {step}", { who, step }),
  task_skipped: ({ step }) => t("Needed no decision: {step}", { step }),
  task_carried: ({ step }) => t("An earlier approval still holds: {step}", { step }),
  task_expired: ({ step }) => t("The time for it has run out: {step}", { step }),
  task_cancelled: ({ step }) => t("No longer needed: {step}", { step }),
  task_voided: ({ step }) => t("Holds no longer: {step}", { step }),
  opinion: ({ who, step }, { state }) => t("{who} prepared it: {step} – {state}", { who, step, state: stateWord(String(state)) }),
  transferred: ({ who, whom }) => t("{who} handed it over to {whom}", { who, whom }),
  delegated: ({ who, whom }) => t("{who} asked {whom} to prepare it", { who, whom }),
  reassigned: ({ who, whom }) => t("{who} gave the task to {whom}", { who, whom }),
  escalated: ({ whom }) => t("It went up to {whom}, as the time had run out", { whom }),
  added: ({ who, whom }) => t("{who} asked {whom} too", { who, whom }),
  claimed: ({ who }) => t("{who} took it on", { who }),
  released: ({ who }) => t("{who} put it back for the others", { who }),
  retrieved: ({ who }) => t("{who} took the decision back", { who }),
  commented: ({ who }) => t("{who} said", { who }),
  recalled: ({ who }) => t("{who} took it back", { who }),
  resubmitted: ({ who }) => t("{who} submitted it again", { who }),
  urged: ({ who }) => t("{who} asked to hurry", { who }),
  overdue: ({ step }) => t("Overdue: {step}", { step }),
  timed_out: ({ step }) => t("Waited long enough: {step}", { step }),
  changed: () => t("The record was changed meanwhile"),
  returned: ({ step }) => t("Back to be mended: {step}", { step }),
  rejected: ({ step }) => t("Rejected: {step}", { step }),
  skipped: ({ step }) => t("Left out: {step}", { step }),
  passed: ({ step }) => t("Passed: {step}", { step }),
  entered: ({ step }) => t("Reached: {step}", { step }),
  done: ({ step }) => t("Done: {what}", { what: step }),
  happened: ({ step }) => t("Came about: {step}", { step }),
  branched: ({ step }) => t("Branched: {step}", { step }),
  began: (_, { phase }) => t("Began: {phase}", { phase: String(phase) }),
  forced: ({ who, step }) => t("{who} decided the step as an administrator: {step}", { who, step }),
  jumped: ({ who, step }) => t("{who} went on from another step: {step}", { who, step }),
  asked_anew: ({ who, step }) => t("{who} had people asked anew: {step}", { who, step }),
  retried: ({ who, step }) => t("{who} had it tried again: {step}", { who, step }),
  suspended: ({ who }) => t("{who} halted it", { who }),
  migrated: ({ who }, { from, to }) => t("{who} moved it from version {from} to {to}", { who, from: String(from), to: String(to) }),
  resumed: ({ who }) => t("{who} let it go on", { who }),
  failed: ({ step }) => t("It failed: {step}", { step }),
  terminated: () => t("It was ended early"),
  ended: (_, { outcome }) => t("The end: {state}", { state: stateWord(String(outcome)) }),
};

export function happened(one: Happening, step: string): string {
  const names = { who: one.by?.name || t("The system"), whom: one.whom.map(({ name }) => name).join(", ") || t("somebody"), step };
  return HAPPENED[one.what]?.(names, one.facts) ?? `${one.what} ${step}`.trim();
}

/** What somebody said with it, or why it went wrong. */
export function wordsWith({ what, by, facts }: Happening): string {
  if (what.startsWith("task_") && !by) return ""; // what the machine says of itself
  return [facts.comment, facts.why, facts.error].find((one): one is string => typeof one === "string" && one !== "") ?? "";
}
