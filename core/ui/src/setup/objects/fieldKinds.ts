// Field types as the builder offers them, one record each: what they are called, what they are for, what they ask.
import {
  IconAlignLeft, IconArrowRightCircle, IconArrowsExchange, IconBox, IconBraces, IconCalendar, IconCalendarTime, IconCircleDot, IconClock, IconCoins, IconDecimal, IconFileText, IconHash, IconHourglass, IconLetterT, IconLink, IconLinkPlus, IconListCheck, IconLock, IconMail, IconMap2, IconMapPin, IconMathFunction, IconNumber, IconPaperclip, IconPercentage, IconPhone, IconPhoto, IconSitemap, IconSum, IconTags, IconToggleRight, IconUser, type Icon,
} from "@tabler/icons-react";
import { t } from "../../i18n";

export type Group = "text" | "number" | "time" | "choice" | "link" | "computed" | "other";
/** A part of the field's form that only some types have. */
export type Part = "length" | "pattern" | "scale" | "range" | "options" | "depends" | "target" | "targets" | "on_delete" | "series" | "formula" | "rollup";
export type Flag = "required" | "unique" | "index" | "default" | "mask";

export interface FieldKind {
  type: string;
  icon: Icon;
  group: Group;
  label: () => string;
  about: () => string;
  parts: Part[];
  /** The common keys that this type doesn't take. */
  without?: Flag[];
  /** The form of a new field begins with these. */
  initial?: Record<string, unknown>;
}

const PLAIN: Flag[] = ["unique", "index", "mask"];
const GIVEN: Flag[] = ["required", "unique", "index", "default", "mask"];

export const FIELD_KINDS: FieldKind[] = [
  { type: "text", icon: IconLetterT, group: "text", label: () => t("Text"), about: () => t("One line, such as a name or a code"), parts: ["length", "pattern"] },
  { type: "long_text", icon: IconAlignLeft, group: "text", label: () => t("Long text"), about: () => t("Several lines without formatting"), parts: ["length"], without: ["unique", "index"] },
  { type: "rich_text", icon: IconFileText, group: "text", label: () => t("Formatted text"), about: () => t("With bold, lists and links"), parts: ["length"], without: PLAIN },
  { type: "email", icon: IconMail, group: "text", label: () => t("E-mail address"), about: () => t("A click writes a mail"), parts: [] },
  { type: "phone", icon: IconPhone, group: "text", label: () => t("Telephone number"), about: () => t("A click calls"), parts: [] },
  { type: "url", icon: IconLink, group: "text", label: () => t("Web address"), about: () => t("A link to a page"), parts: [], without: ["mask"] },
  { type: "auto_number", icon: IconNumber, group: "text", label: () => t("Automatic number"), about: () => t("Counts up by itself"), parts: ["series"], without: ["required", "default", "mask"] },
  { type: "integer", icon: IconHash, group: "number", label: () => t("Whole number"), about: () => t("Pieces, people, days"), parts: ["range"], without: ["mask"] },
  { type: "decimal", icon: IconDecimal, group: "number", label: () => t("Number"), about: () => t("With decimals, exact"), parts: ["scale", "range"], without: ["mask"] },
  { type: "money", icon: IconCoins, group: "number", label: () => t("Money"), about: () => t("An amount in its currency"), parts: ["scale", "range"], without: ["unique", "mask"] },
  { type: "percent", icon: IconPercentage, group: "number", label: () => t("Percentage"), about: () => t("12.5 means 12.5 %"), parts: ["scale", "range"], without: ["mask"] },
  { type: "duration", icon: IconHourglass, group: "number", label: () => t("Duration"), about: () => t("Hours and minutes"), parts: [], without: ["unique", "mask"] },
  { type: "date", icon: IconCalendar, group: "time", label: () => t("Date"), about: () => t("A day"), parts: [], without: ["mask"] },
  { type: "datetime", icon: IconCalendarTime, group: "time", label: () => t("Date and time"), about: () => t("A moment, in everybody's own time zone"), parts: [], without: ["mask"] },
  { type: "time", icon: IconClock, group: "time", label: () => t("Time of day"), about: () => t("Such as opening hours"), parts: [], without: ["mask"] },
  { type: "choice", icon: IconCircleDot, group: "choice", label: () => t("Choice"), about: () => t("One of several options, with colours"), parts: ["options", "depends"], without: ["unique", "mask"], initial: { options: [] } },
  { type: "multi_choice", icon: IconListCheck, group: "choice", label: () => t("Several choices"), about: () => t("Any number of the options"), parts: ["options", "depends"], without: PLAIN, initial: { options: [] } },
  { type: "boolean", icon: IconToggleRight, group: "choice", label: () => t("Yes or no"), about: () => t("A switch"), parts: [], without: ["required", "unique", "mask"] },
  { type: "tags", icon: IconTags, group: "choice", label: () => t("Tags"), about: () => t("Free words"), parts: [], without: PLAIN },
  { type: "reference", icon: IconArrowRightCircle, group: "link", label: () => t("Reference"), about: () => t("Leads to a record of another object"), parts: ["target", "on_delete"], without: ["default", "mask"] },
  { type: "master_detail", icon: IconSitemap, group: "link", label: () => t("Part of"), about: () => t("Belongs to a record and goes with it"), parts: ["target"], without: ["required", "unique", "default", "mask"] },
  { type: "many_to_many", icon: IconArrowsExchange, group: "link", label: () => t("Many references"), about: () => t("Leads to any number of records"), parts: ["target"], without: ["unique", "index", "default", "mask"] },
  { type: "any_reference", icon: IconLinkPlus, group: "link", label: () => t("Reference to any object"), about: () => t("Leads to records of several kinds"), parts: ["targets"], without: ["unique", "default", "mask"] },
  { type: "user", icon: IconUser, group: "link", label: () => t("User"), about: () => t("A colleague"), parts: [], without: ["default", "mask"] },
  { type: "formula", icon: IconMathFunction, group: "computed", label: () => t("Formula"), about: () => t("Computed from other fields"), parts: ["formula"], without: GIVEN },
  { type: "rollup", icon: IconSum, group: "computed", label: () => t("Roll-up"), about: () => t("Counts or sums up records that refer here"), parts: ["rollup"], without: ["required", "unique", "default", "mask"], initial: { function: "count" } },
  { type: "address", icon: IconMapPin, group: "other", label: () => t("Postal address"), about: () => t("Street, city, country"), parts: [], without: [...PLAIN, "default"] },
  { type: "geo", icon: IconMap2, group: "other", label: () => t("Point on the map"), about: () => t("Latitude and longitude"), parts: [], without: [...PLAIN, "default"] },
  { type: "file", icon: IconPaperclip, group: "other", label: () => t("File"), about: () => t("An uploaded document"), parts: [], without: [...PLAIN, "default"] },
  { type: "image", icon: IconPhoto, group: "other", label: () => t("Picture"), about: () => t("An uploaded picture"), parts: [], without: [...PLAIN, "default"] },
  { type: "json", icon: IconBraces, group: "other", label: () => "JSON", about: () => t("Data for programs"), parts: [], without: [...PLAIN, "default"] },
  { type: "secret", icon: IconLock, group: "other", label: () => t("Secret"), about: () => t("Can be set, never read"), parts: [], without: [...PLAIN, "default"] },
];

const known = new Map(FIELD_KINDS.map((kind) => [kind.type, kind]));

/** Types that plugins bring are edited by what all fields have in common. */
export function kindOf(type: string): FieldKind {
  return known.get(type) ?? { type, icon: IconBox, group: "other", label: () => type, about: () => "", parts: [] };
}

export const GROUPS: Group[] = ["text", "number", "time", "choice", "link", "computed", "other"];

export function groupLabel(group: Group): string {
  const labels: Record<Group, string> = {
    text: t("Words"), number: t("Numbers"), time: t("Date and time"), choice: t("Choices"), link: t("Links to records"), computed: t("Computed"), other: t("More"),
  };
  return labels[group];
}
