// Edits words: one line, several lines, JSON, secrets.
import { JsonInput, PasswordInput, Textarea, TextInput } from "@mantine/core";
import { useState, type HTMLInputTypeAttribute } from "react";
import { t } from "../../i18n";
import { plain } from "../text";
import type { EditorProps } from "../types";
import { inputProps } from "./common";

const KINDS: Record<string, { type: HTMLInputTypeAttribute; inputMode?: "email" | "tel" | "url" }> = {
  email: { type: "text", inputMode: "email" },
  phone: { type: "tel" },
  url: { type: "text", inputMode: "url" },
};

export function TextEditor(props: EditorProps) {
  const { field, value, onChange } = props;
  return (
    <TextInput
      {...inputProps(props)}
      {...(KINDS[field.type] ?? { type: "text" })}
      value={plain(value)}
      maxLength={field.max_length}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value || null)}
      onBlur={() => field.type === "url" && onChange(withScheme(plain(value)))}
    />
  );
}

const withScheme = (address: string): string | null =>
  !address ? null : /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;

export function LongTextEditor(props: EditorProps) {
  return (
    <Textarea
      {...inputProps(props)}
      value={plain(props.value)}
      autosize
      minRows={props.label ? 3 : 2}
      maxRows={16}
      maxLength={props.field.max_length}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    />
  );
}

const shown = (value: unknown): string => (value === null || value === undefined ? "" : JSON.stringify(value, null, 2));

export function JsonEditor(props: EditorProps) {
  const [typed, setTyped] = useState(() => shown(props.value));
  const [broken, setBroken] = useState(false);
  const change = (text: string) => {
    setTyped(text);
    try {
      props.onChange(text.trim() ? (JSON.parse(text) as unknown) : null);
      setBroken(false);
    } catch {
      setBroken(true);
    }
  };
  return <JsonInput {...inputProps(props)} error={broken ? t("This isn't valid JSON yet") : props.error} value={typed} onChange={change} autosize minRows={3} maxRows={20} />;
}

export function SecretEditor(props: EditorProps) {
  return (
    <PasswordInput
      {...inputProps(props)}
      value={plain(props.value)}
      autoComplete="new-password"
      placeholder={t("Not shown; type to replace it")}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    />
  );
}
