// Edits numbers and amounts as exact strings, with the signs of the user's language.
import { Group, Input, Select, TextInput } from "@mantine/core";
import { useEffect, useId, useState } from "react";
import { useMe } from "../../api/client";
import { t } from "../../i18n";
import { currencies, currencyName } from "../format/currency";
import { decimalText, parseDecimal, typedDecimal } from "../format/number";
import type { Locale } from "../format/locale";
import { isMoney, type MoneyDraft } from "../shapes";
import { plain } from "../text";
import type { EditorProps } from "../types";
import { useLocale } from "../useLocale";
import { inputProps, type InputProps } from "./common";
import classes from "./editors.module.css";

const asTyped = (locale: Locale, value: unknown) => (decimalText(value) === undefined ? plain(value) : typedDecimal(locale, value));

interface NumberInputProps extends Partial<InputProps> {
  value: unknown;
  onChange: (value: string | null) => void;
  percent?: boolean;
  id?: string;
}

/** Keeps what was typed while it means the same number, so that "1,50" doesn't jump to "1,5" under the cursor. */
function ExactInput({ value, onChange, percent, ...rest }: NumberInputProps) {
  const locale = useLocale();
  const [typed, setTyped] = useState(() => asTyped(locale, value));
  const meaning = (text: string) => (text.trim() ? (parseDecimal(locale, text) ?? text) : null);
  useEffect(() => {
    // only a value from outside replaces what was typed
    setTyped((now) => (meaning(now) === (value ?? null) ? now : asTyped(locale, value)));
  }, [value, locale]);
  const change = (text: string) => {
    setTyped(text);
    onChange(meaning(text));
  };
  return (
    <TextInput
      {...rest}
      value={typed}
      inputMode="decimal"
      autoComplete="off"
      classNames={{ input: classes.number }}
      rightSection={percent ? "%" : undefined}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

export function NumberEditor(props: EditorProps) {
  return <ExactInput {...inputProps(props)} value={props.value} onChange={props.onChange} percent={props.field.type === "percent"} />;
}

function useDraft(value: unknown): MoneyDraft {
  const { currency } = useMe().tenant;
  if (isMoney(value)) return { amount: value.amount, currency: value.currency ?? currency };
  return { amount: value === null || value === undefined ? null : plain(value), currency };
}

function CurrencySelect({ value, onChange, size, disabled }: { value: string | null; onChange: (code: string) => void; size?: string; disabled?: boolean }) {
  const locale = useLocale();
  const own = useMe().tenant.currency;
  const data = currencies(own).map((code) => ({ value: code, label: code }));
  return (
    <Select
      className={classes.currency}
      data={data}
      value={value}
      size={size}
      disabled={disabled}
      searchable
      allowDeselect={false}
      aria-label={t("Currency")}
      comboboxProps={{ width: 220, position: "bottom-end" }}
      limit={60}
      filter={({ options, search }) => matching(options, search, locale)}
      renderOption={({ option }) => <Group gap={8} wrap="nowrap"><b>{option.value}</b><span className="dg-ellipsis">{currencyName(locale, option.value)}</span></Group>}
      onChange={(code) => code && onChange(code)}
    />
  );
}

function matching<T extends object>(options: T[], search: string, locale: Locale): T[] {
  const word = search.trim().toLowerCase();
  const codeOf = (option: T) => ("value" in option ? String(option.value) : "");
  return options.filter((option) => `${codeOf(option)} ${currencyName(locale, codeOf(option))}`.toLowerCase().includes(word));
}

export function MoneyEditor(props: EditorProps) {
  const draft = useDraft(props.value);
  const id = useId();
  const { label, description, error, withAsterisk, inputWrapperOrder, size, ...rest } = inputProps(props);
  const change = (part: Partial<MoneyDraft>) => {
    const next = { ...draft, ...part };
    props.onChange(next.amount === null ? null : next);
  };
  return (
    <Input.Wrapper label={label} inputWrapperOrder={inputWrapperOrder} description={description} error={error} withAsterisk={withAsterisk} size={size} id={id}>
      <Group gap={4} wrap="nowrap" className={classes.joined}>
        <ExactInput {...rest} id={id} size={size} error={error ? " " : undefined} value={draft.amount} onChange={(amount) => change({ amount })} />
        <CurrencySelect value={draft.currency} size={size} disabled={rest.disabled} onChange={(currency) => change({ currency })} />
      </Group>
    </Input.Wrapper>
  );
}
