// Every field type, one record each: to add a type is to add a record here.
import { lazy } from "react";
import type { UiField } from "../api/types";
import { formatDay, formatDuration, formatMoment, formatTime } from "./format/date";
import { formatDecimal, formatMoney, formatPercent } from "./format/number";
import { BooleanValue, JsonValue, SecretValue } from "./displays/plain";
import { ChoiceValue, ManyChoicesValue, TagsValue } from "./displays/choice";
import { AddressValueView, GeoValue } from "./displays/place";
import { EmailLink, PhoneLink, UrlLink } from "./displays/links";
import { FileValue, ImageValue } from "./displays/media";
import { AnyReferenceValue, ManyReferencesValue, ReferenceValue, UserValue } from "./displays/reference";
import { LongTextValue, RichTextValue } from "./displays/prose";
import * as text from "./text";
import type { Editor, FieldType } from "./types";
import * as wire from "./wire";

type Editors<M> = { [K in keyof M]: M[K] };

const loaders = new Map<Editor, () => Promise<unknown>>();

/** Editors are loaded when the first of their family is opened, or warmed up. */
function from<M>(load: () => Promise<Editors<M>>, pick: (module: M) => Editor): Editor {
  const editor = lazy(async () => ({ default: pick(await load()) }));
  loaders.set(editor, load);
  return editor;
}

const texts = () => import("./editors/text");
const numbers = () => import("./editors/number");
const dates = () => import("./editors/date");
const choices = () => import("./editors/choice");
const references = () => import("./editors/reference");
const places = () => import("./editors/place");

const number = { align: "right", Editor: from(numbers, (m) => m.NumberEditor) } as const;
const reference: FieldType = { text: text.name, Display: ReferenceValue, Editor: from(references, (m) => m.ReferenceEditor), wire: wire.id };

const TYPES: Record<string, FieldType> = {
  text: { text: text.plain, Editor: from(texts, (m) => m.TextEditor) },
  long_text: { text: text.plain, Display: LongTextValue, Editor: from(texts, (m) => m.LongTextEditor), wide: true, multiline: true },
  rich_text: { text: text.withoutTags, Display: RichTextValue, Editor: from(() => import("./editors/rich"), (m) => m.RichTextEditor), wide: true, multiline: true },
  integer: { ...number, text: (value, { locale }) => formatDecimal(locale, value, 0), wire: wire.integer },
  decimal: { ...number, text: (value, { locale, field }) => formatDecimal(locale, value, field.scale) },
  percent: { ...number, text: (value, { locale }) => formatPercent(locale, value) },
  money: { align: "right", Editor: from(numbers, (m) => m.MoneyEditor), text: (value, context) => formatMoney(context.locale, text.amountOf(value), text.currencyOf(value, context)), read: wire.readMoney, wire: wire.money },
  boolean: { text: text.yesNo, Display: BooleanValue, Editor: from(choices, (m) => m.BooleanEditor) },
  date: { text: (value, { locale }) => formatDay(locale, String(value)), Editor: from(dates, (m) => m.DateEditor) },
  datetime: { text: (value, { locale }) => formatMoment(locale, String(value)), Editor: from(dates, (m) => m.MomentEditor) },
  time: { text: (value, { locale }) => formatTime(locale, String(value)), Editor: from(dates, (m) => m.TimeEditor) },
  duration: { align: "right", text: (value, { locale }) => formatDuration(locale, value), Editor: from(dates, (m) => m.DurationEditor) },
  choice: { text: text.option, Display: ChoiceValue, Editor: from(choices, (m) => m.ChoiceEditor) },
  multi_choice: { text: text.options, Display: ManyChoicesValue, Editor: from(choices, (m) => m.ManyChoicesEditor) },
  tags: { text: text.list, Display: TagsValue, Editor: from(choices, (m) => m.TagsEditor) },
  email: { text: text.plain, Display: EmailLink, Editor: from(texts, (m) => m.TextEditor) },
  phone: { text: text.plain, Display: PhoneLink, Editor: from(texts, (m) => m.TextEditor) },
  url: { text: text.plain, Display: UrlLink, Editor: from(texts, (m) => m.TextEditor) },
  address: { text: text.address, Display: AddressValueView, Editor: from(places, (m) => m.AddressEditor), wide: true, multiline: true },
  geo: { text: text.point, Display: GeoValue, Editor: from(places, (m) => m.GeoEditor) },
  reference,
  master_detail: reference,
  many_to_many: { text: text.names, Display: ManyReferencesValue, Editor: from(references, (m) => m.ManyReferencesEditor), wire: wire.ids },
  any_reference: { text: text.name, Display: AnyReferenceValue, Editor: from(references, (m) => m.AnyReferenceEditor), wire: wire.anyReference },
  user: { text: text.name, Display: UserValue, Editor: from(references, (m) => m.ReferenceEditor), wire: wire.id },
  file: { text: text.name, Display: FileValue, Editor: from(() => import("./editors/file"), (m) => m.FileEditor), wire: wire.id },
  image: { text: text.name, Display: ImageValue, Editor: from(() => import("./editors/file"), (m) => m.FileEditor), wire: wire.id },
  auto_number: { text: text.plain },
  json: { text: text.json, Display: JsonValue, Editor: from(texts, (m) => m.JsonEditor), wide: true, multiline: true },
  secret: { text: () => "••••••", Display: SecretValue, Editor: from(texts, (m) => m.SecretEditor), read: () => null },
};

/** The type that a field is shown and edited as; a formula and a roll-up look like what they return. */
export function typeName(field: UiField): string {
  return field.type === "formula" || field.type === "rollup" ? (field.returns ?? "text") : field.type;
}

export function fieldType(field: UiField): FieldType {
  return TYPES[typeName(field)] ?? { text: text.plain };
}

export function isEditable(field: UiField): boolean {
  return field.editable && Boolean(fieldType(field).Editor) && !["formula", "rollup"].includes(field.type);
}

/** Loads the editors of those fields, so that nobody types faster than they come. */
export function warmEditors(fields: UiField[]): void {
  const editors = new Set(fields.map((field) => fieldType(field).Editor).filter((editor) => editor !== undefined));
  editors.forEach((editor) => void loaders.get(editor)?.());
}
