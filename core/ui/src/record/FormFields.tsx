// The fields of a form in sections and columns, each as its conditions say.
import { useMediaQuery } from "@mantine/hooks";
import type { UiField, UiObject } from "../api/types";
import { Editor } from "../fields/editor";
import { fieldType } from "../fields/registry";
import classes from "./form.module.css";
import type { FormSection } from "./sections";
import type { FieldState } from "./useConditions";
import type { Form } from "./useForm";

interface FieldProps {
  object: UiObject;
  field: UiField;
  form: Form;
  state: FieldState;
  autoFocus: boolean;
  /** Whether it was filled from a text, and wants to be checked. */
  read?: boolean;
}

function FormField({ object, field, form, state, autoFocus, read }: FieldProps) {
  if (!state.visible) return null;
  return (
    <div className={fieldType(field).wide ? classes.wide : undefined} data-field={field.name} data-read={read || undefined}>
      <Editor
        object={object}
        field={field}
        label={field.label}
        value={form.values[field.name] ?? null}
        record={form.values}
        error={form.errors[field.name]}
        required={state.required}
        disabled={state.readOnly}
        offered={state.offered}
        autoFocus={autoFocus}
        onChange={(value) => form.set(field.name, value)}
      />
    </div>
  );
}

interface FieldsProps {
  object: UiObject;
  sections: FormSection[];
  form: Form;
  conditions: (field: UiField) => FieldState;
  read?: ReadonlySet<string>;
}

/** The field that the cursor stands in first: the first empty one; on a phone none, so that the keyboard stays away. */
function firstField(sections: FormSection[], form: Form): string | undefined {
  const all = sections.flatMap((section) => section.fields);
  return (all.find((field) => !form.values[field.name]) ?? all[0])?.name;
}

export function FormFields({ object, sections, form, conditions, read }: FieldsProps) {
  const touch = useMediaQuery("(pointer: coarse)", undefined, { getInitialValueInEffect: false });
  const first = touch ? undefined : firstField(sections.slice(0, 1), { ...form, values: {} });
  return sections.map((section, place) => (
    <section key={section.label ?? place} className={classes.section} aria-label={section.label}>
      {section.label && <h3 className={classes.heading}>{section.label}</h3>}
      <div className={section.columns > 1 ? classes.columns : classes.one}>
        {section.fields.map((field) => (
          <FormField key={field.name} object={object} field={field} form={form} state={conditions(field)} autoFocus={field.name === first} read={read?.has(field.name)} />
        ))}
      </div>
    </section>
  ));
}
