// The first rows as they would be read, with what is wrong beside the value.
import { Table } from "@mantine/core";
import { useCatalogue } from "../api/client";
import type { UiObject } from "../api/types";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import type { Looked } from "./data";
import classes from "./Import.module.css";

const SHOWN = 20;

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value === "object") return "name" in value ? String(value.name) : Object.values(value).map(textOf).filter(Boolean).join(" ");
  return String(value);
}

export function Preview({ object, looked }: { object: UiObject; looked: Looked }) {
  const catalogue = useCatalogue();
  const names = Object.keys(looked.mapping.fields);
  const shown = names.filter((name, at) => names.findIndex((other) => other.split(".")[0] === name.split(".")[0]) === at).map((name) => name.split(".")[0]!);
  const nameOf = (path: string) => resolvePath(catalogue, object.name, path)?.label ?? path;
  const rows = looked.rows.slice(0, SHOWN);
  const bad = looked.rows.filter(({ errors }) => errors.length).length;
  if (!shown.length || !rows.length) return null;
  return (
    <section aria-label={t("The first rows")}>
      <h2 className={classes.heading}>{t("The first rows")}{bad > 0 && <span className={classes.bad}>{t("{count} with errors", { count: bad })}</span>}</h2>
      <div className={classes.scroll}>
        <Table className={classes.preview} striped verticalSpacing={4}>
          <Table.Thead><Table.Tr><Table.Th />{shown.map((name) => <Table.Th key={name}>{object.fields[name]?.label ?? name}</Table.Th>)}<Table.Th /></Table.Tr></Table.Thead>
          <Table.Tbody>
            {rows.map(({ line, values, errors, skipped }) => (
              <Table.Tr key={line} data-skipped={skipped || undefined}>
                <Table.Td className={classes.dim}>{line}</Table.Td>
                {shown.map((name) => <Table.Td key={name} data-bad={errors.some(({ field }) => field.split(".")[0] === name) || undefined}>{textOf(values[name])}</Table.Td>)}
                <Table.Td className={classes.bad}>{errors.map(({ field, message }) => (field ? t("{field}: {message}", { field: nameOf(field), message }) : message)).join("; ")}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
