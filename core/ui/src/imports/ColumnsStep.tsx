// The second step: which column goes into which field; the first rows show at once what comes of it.
import { Alert, Select, Table } from "@mantine/core";
import { useCatalogue } from "../api/client";
import type { UiField, UiObject } from "../api/types";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import type { Column, Existing, Looked, Mapping } from "./data";
import classes from "./Import.module.css";
import { existingOf, fieldOf, withExisting, withField, withKey } from "./mapping";
import { Preview } from "./Preview";

interface ColumnsProps {
  object: UiObject;
  looked: Looked;
  mapping: Mapping;
  change: (mapping: Mapping) => void;
}
const KEYS = ["text", "email", "phone", "integer", "auto_number", "url"];

const PARTS = ["street", "district", "city", "state", "postal_code", "country"];

/** The fields that a column can go into; an address by its lines. */
function useTargets(object: UiObject) {
  const catalogue = useCatalogue();
  const fields: UiField[] = Object.values(object.fields).filter((field) => field.editable);
  const paths = fields.flatMap((field) => (field.type === "address" ? PARTS.map((part) => `${field.name}.${part}`) : [field.name]));
  return paths.map((value) => ({ value, label: resolvePath(catalogue, object.name, value)?.label ?? value }));
}

function Line({ column, targets, mapping, change }: { column: Column; targets: { value: string; label: string }[] } & Pick<ColumnsProps, "mapping" | "change">) {
  const field = fieldOf(mapping, column.heading);
  const policies = [{ value: "overwrite", label: t("Overwrite") }, { value: "fill", label: t("Fill blanks only") }, { value: "never", label: t("Keep what is there") }];
  return (
    <Table.Tr>
      <Table.Td>
        <b>{column.heading}</b>
        <span className={classes.samples}>{column.samples.slice(0, 3).join(" · ")}</span>
      </Table.Td>
      <Table.Td>
        <Select aria-label={t("Field for {column}", { column: column.heading })} placeholder={t("Left out")} searchable clearable data={targets} value={field} onChange={(to) => change(withField(mapping, column.heading, to))} />
      </Table.Td>
      <Table.Td>
        {field && mapping.key && <Select aria-label={t("What is there already in {column}", { column: column.heading })} allowDeselect={false} data={policies} value={existingOf(mapping, field)} onChange={(to) => change(withExisting(mapping, field, to as Existing))} />}
      </Table.Td>
    </Table.Tr>
  );
}

function Key({ object, mapping, change }: Omit<ColumnsProps, "looked">) {
  const data = Object.keys(mapping.fields).flatMap((name) => {
    const field = object.fields[name];
    return field && KEYS.includes(field.type) ? [{ value: name, label: field.label }] : [];
  });
  const value = typeof mapping.key === "string" ? mapping.key : (mapping.key?.[0] ?? null);
  return <Select label={t("Rows change the record with the same")} description={t("Without it every row makes a new record")} clearable placeholder={t("Always new records")} data={data} value={value} onChange={(to) => change(withKey(mapping, to))} maw={380} />;
}

export function ColumnsStep({ object, looked, mapping, change }: ColumnsProps) {
  const { file, columns, problems } = looked;
  const targets = useTargets(object);
  const nameOf = (path: string) => targets.find(({ value }) => value === path)?.label ?? path;
  const separator = file.delimiter === "\t" ? t("tab") : file.delimiter;
  return (
    <>
      <p className={classes.dim}>{[file.name, file.kind.toUpperCase(), file.kind === "csv" && file.encoding, file.kind === "csv" && t("separated by {sign}", { sign: separator }), t("{count} lines", { count: file.lines })].filter(Boolean).join(" · ")}</p>
      {problems.length > 0 && <Alert className={classes.problems} color="orange" variant="light" title={t("Before it can start")}>{problems.map(({ field, message }) => <div key={field + message}>{field && <b>{nameOf(field)}: </b>}{message}</div>)}</Alert>}
      <div className={classes.scroll}>
        <Table className={classes.columns} verticalSpacing={6}>
          <Table.Thead><Table.Tr><Table.Th>{t("Column")}</Table.Th><Table.Th>{t("Field")}</Table.Th><Table.Th>{mapping.key ? t("Values that are there") : ""}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>{columns.map((column) => <Line key={column.heading} column={column} targets={targets} mapping={mapping} change={change} />)}</Table.Tbody>
        </Table>
      </div>
      <Key object={object} mapping={mapping} change={change} />
      <Preview object={object} looked={looked} />
    </>
  );
}
