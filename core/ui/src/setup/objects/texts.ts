// Every text of an object that people read, by the place it stands in, and what translations say there.
import type { Definition, Document } from "../kit/meta";
import type { ObjectDoc } from "./documents";

export interface TranslationDoc extends Document {
  name: string;
  language: string;
  texts: Record<string, string>;
}

export interface Place {
  place: string;
  /** Where it stands, for people: "Amount", "Stage › Won". */
  where: string;
  source: string;
}

export const OWN_TEXTS = "x_texts_";

export function placesOf(document: ObjectDoc): Place[] {
  const root = `object.${document.name}`;
  const own: Place[] = (["label", "plural", "help"] as const).flatMap((key) => (document[key] ? [{ place: `${root}.${key}`, where: document.label ?? document.name, source: document[key] }] : []));
  const fields = Object.entries(document.fields ?? {}).filter(([, field]) => !field.retired).flatMap(([name, field]) => {
    const place = `${root}.fields.${name}`;
    const label = field.label ?? name;
    const options = (field.options ?? []).filter((option) => !option.retired).flatMap((option) => [
      { place: `${place}.options.${option.value}`, where: label, source: option.label ?? option.value },
      ...(option.help ? [{ place: `${place}.options.${option.value}.help`, where: `${label} › ${option.label ?? option.value}`, source: option.help }] : []),
      ...(option.message ? [{ place: `${place}.options.${option.value}.message`, where: `${label} › ${option.label ?? option.value}`, source: option.message }] : []),
    ]);
    return [{ place: `${place}.label`, where: label, source: label }, ...(field.help ? [{ place: `${place}.help`, where: label, source: field.help }] : []), ...options];
  });
  const rules = (document.rules ?? []).map((rule) => ({ place: `${root}.rules.${rule.name}`, where: rule.name, source: rule.message }));
  return [...own, ...fields, ...rules];
}

/** What lower layers and the tenant say in a language; the tenant's word comes last and counts. */
export function textsIn(language: string, translations: Definition<TranslationDoc>[]): Record<string, string> {
  const those = translations.filter((one) => one.definition.language === language);
  const own = those.filter((one) => one.name.startsWith(OWN_TEXTS));
  return Object.assign({}, ...[...those.filter((one) => !own.includes(one)), ...own].map((one) => one.definition.texts)) as Record<string, string>;
}

export function ownTexts(language: string, translations: Definition<TranslationDoc>[]): TranslationDoc {
  const name = OWN_TEXTS + language;
  return translations.find((one) => one.name === name)?.definition ?? { name, language, texts: {} };
}
