// One condition: field, operator, value.
import { CloseButton, Select } from "@mantine/core";
import { useCatalogue } from "../api/client";
import type { UiField, UiObject } from "../api/types";
import { t } from "../i18n";
import { resolvePath } from "../lib/paths";
import { FieldPicker } from "./FieldPicker";
import classes from "./filter.module.css";
import type { Condition, OperatorName } from "./model";
import { OperandInput } from "./OperandInput";
import { firstOperator, kindOf, OPERATORS, operatorsOf, switchOperator } from "./operators";

export const canBeFiltered = (field: UiField): boolean => operatorsOf(field).length > 0;

interface ConditionRowProps {
  object: UiObject;
  condition: Condition;
  onChange: (next: Condition | null) => void;
}

function OperatorPicker({ field, condition, onChange }: { field: UiField; condition: Condition; onChange: (next: Condition) => void }) {
  const kind = kindOf(field);
  const offered = new Set([...operatorsOf(field), condition.operator]);
  const data = [...offered].map((name) => ({ value: name, label: OPERATORS[name].label(kind) }));
  const pick = (name: string | null) => name && onChange(switchOperator(condition, name as OperatorName));
  return <Select size="xs" aria-label={t("Operator")} data={data} value={condition.operator} onChange={pick} allowDeselect={false} maxDropdownHeight={320} comboboxProps={{ width: 190, position: "bottom-start" }} />;
}

export function ConditionRow({ object, condition, onChange }: ConditionRowProps) {
  const field = resolvePath(useCatalogue(), object.name, condition.path)?.field;
  const pickField = (path: string, picked: UiField) => {
    const begun = { ...condition, path, values: [] };
    onChange(switchOperator(begun, firstOperator(picked)));
  };
  const catalogue = useCatalogue();
  const onField = (path: string) => {
    const picked = resolvePath(catalogue, object.name, path)?.field;
    if (picked) pickField(path, picked);
  };
  return (
    <div className={classes.condition}>
      <FieldPicker object={object} value={condition.path || null} onChange={onField} accepts={canBeFiltered} label={t("Field")} autoOpen={!condition.path} />
      {field && <OperatorPicker field={field} condition={condition} onChange={onChange} />}
      {field && (
        <div className={classes.operand}>
          <OperandInput object={object} field={field} condition={condition} onChange={(values) => onChange({ ...condition, values })} />
        </div>
      )}
      <CloseButton className={classes.remove} size="sm" aria-label={t("Remove the condition")} onClick={() => onChange(null)} />
    </div>
  );
}
