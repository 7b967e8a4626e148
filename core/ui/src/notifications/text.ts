// A notification in words.
import { IconActivity, IconAt, IconMessage, IconPencil, IconShare, IconUserCheck, type Icon } from "@tabler/icons-react";
import { t } from "../i18n";

interface Words {
  who: string;
  name: string;
}

const sentences: Record<string, (words: Words) => string> = {
  assigned: (words) => t("{who} handed {name} over to you", { ...words }),
  mentioned: (words) => t("{who} mentioned you in {name}", { ...words }),
  commented: (words) => t("{who} commented on {name}", { ...words }),
  activity: (words) => t("{who} planned or logged something for {name}", { ...words }),
  changed: (words) => t("{who} changed {name}", { ...words }),
  shared: (words) => t("{who} shared {name} with you", { ...words }),
};
const signs: Record<string, Icon> = { assigned: IconUserCheck, mentioned: IconAt, commented: IconMessage, activity: IconActivity, changed: IconPencil, shared: IconShare };

export const sentenceOf = (kind: string, words: Words): string => (sentences[kind] ?? sentences.changed!)(words);
export const signOf = (kind: string): Icon => signs[kind] ?? IconPencil;
