// A notification in words.
import { IconActivity, IconAlertTriangle, IconAt, IconBolt, IconCheckbox, IconCircleCheck, IconMessage, IconPencil, IconShare, IconUserCheck, type Icon } from "@tabler/icons-react";
import { t } from "../i18n";
import { recordPath } from "../shell/places";

interface Words {
  who: string;
  name: string;
  /** What it says, where it is more than that something happened. */
  message: string;
}

const sentences: Record<string, (words: Words) => string> = {
  assigned: (words) => t("{who} handed {name} over to you", { ...words }),
  mentioned: (words) => t("{who} mentioned you in {name}", { ...words }),
  commented: (words) => t("{who} commented on {name}", { ...words }),
  activity: (words) => t("{who} planned or logged something for {name}", { ...words }),
  changed: (words) => t("{who} changed {name}", { ...words }),
  shared: (words) => t("{who} shared {name} with you", { ...words }),
  task: (words) => t("{name} waits for your decision: {message}", { ...words }),
  decided: (words) => t("{name} is decided: {message}", { ...words }),
  told: (words) => [words.message, words.name].filter(Boolean).join(" · "),
  held: (words) => t("{message} needs repair: {name}", { ...words }),
  gone: (words) => t("The webhook to {name} was switched off: {message}", { ...words }),
};
const signs: Record<string, Icon> = { assigned: IconUserCheck, mentioned: IconAt, commented: IconMessage, activity: IconActivity, changed: IconPencil, shared: IconShare, task: IconCheckbox, decided: IconCircleCheck, told: IconBolt, held: IconAlertTriangle, gone: IconAlertTriangle };

export const sentenceOf = (kind: string, words: Words): string => (sentences[kind] ?? sentences.changed!)(words);
export const signOf = (kind: string): Icon => signs[kind] ?? IconPencil;

/** Where a notification leads. */
export const placeOf = (kind: string, about: { object: string; id: string }): string => (kind === "gone" ? "/setup/webhooks" : recordPath(about.object, about.id));
