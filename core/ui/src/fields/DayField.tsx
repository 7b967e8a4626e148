// A day to be picked or typed in words, where no field of an object stands behind it.
import type { UiField } from "../api/types";
import { Editor } from "./editor";

const PLAIN: Omit<UiField, "label"> = { name: "day", type: "date", required: false, unique: false, editable: true, system: false, sortable: false, groupable: false, operators: [] };

/** `shown`: with its label above, as in a form. */
export function DayField({ label, value, onChange, shown }: { label: string; value: string; onChange: (day: string | null) => void; shown?: boolean }) {
  return <Editor field={{ ...PLAIN, label }} label={shown ? label : undefined} value={value || null} onChange={(day) => onChange(typeof day === "string" ? day : null)} />;
}
