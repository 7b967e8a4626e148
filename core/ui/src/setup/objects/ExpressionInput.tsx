// Writes an expression of the platform's language, with the fields and functions at hand.
import { Button, Group, Input, Menu, Textarea } from "@mantine/core";
import { IconBraces, IconMathFunction } from "@tabler/icons-react";
import { useId, useRef } from "react";
import { t } from "../../i18n";
import classes from "./ExpressionInput.module.css";

export interface NamedField {
  name: string;
  label: string;
}

interface ExpressionProps {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  fields: NamedField[];
  error?: string;
  size?: "xs" | "sm";
  required?: boolean;
  rows?: number;
}

/** The functions that are needed most, as they are written; the manual lists all. */
const FUNCTIONS = ["IF(condition, then, otherwise)", "CASE(value, when, then, otherwise)", "AND(a, b)", "OR(a, b)", "NOT(a)", "ISBLANK(value)", "CONTAINS(text, \"part\")", "HAS(list, \"word\")", "TODAY()", "NOW()", "DATEADD(date, 7, \"day\")", "DATEDIFF(from, to, \"day\")", "ROUND(number, 2)", "ME()"];

export function ExpressionInput({ label, description, value, onChange, fields, error, size = "sm", required, rows = 1 }: ExpressionProps) {
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const insert = (text: string) => {
    const box = input.current;
    const at = box?.selectionStart ?? value.length;
    onChange(value.slice(0, at) + text + value.slice(box?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  return (
    <Input.Wrapper id={id} label={label} description={description} error={error} size={size} withAsterisk={required}>
      <Textarea ref={input} id={id} size={size} autosize minRows={rows} maxRows={12} spellCheck={false} autoComplete="off" classNames={{ input: classes.code }} error={Boolean(error)} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      <Group gap={4} mt={3}>
        <Menu position="bottom-start" width={260}>
          <Menu.Target><Button variant="subtle" color="gray" size="compact-xs" leftSection={<IconBraces size={12} aria-hidden />}>{t("Insert field")}</Button></Menu.Target>
          <Menu.Dropdown className={classes.menu}>
            {fields.map((field) => <Menu.Item key={field.name} onClick={() => insert(field.name)} rightSection={<code className={classes.name}>{field.name}</code>}>{field.label}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
        <Menu position="bottom-start" width={260}>
          <Menu.Target><Button variant="subtle" color="gray" size="compact-xs" leftSection={<IconMathFunction size={12} aria-hidden />}>{t("Insert function")}</Button></Menu.Target>
          <Menu.Dropdown className={classes.menu}>
            {FUNCTIONS.map((one) => <Menu.Item key={one} onClick={() => insert(one)}><code className={classes.name}>{one}</code></Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Input.Wrapper>
  );
}
