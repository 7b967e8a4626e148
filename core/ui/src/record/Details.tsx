// The fields of a record in the sections and columns of its layout.
import type { UiField } from "../api/types";
import classes from "./Details.module.css";
import { InlineField } from "./InlineField";
import { useRecordPage } from "./RecordContext";
import { sectionsOf, type FormSection } from "./sections";

function Section({ section, visible }: { section: FormSection; visible: (field: UiField) => boolean }) {
  const fields = section.fields.filter(visible);
  if (!fields.length) return null;
  return (
    <section className={classes.section} aria-label={section.label}>
      {section.label && <h2 className={classes.heading}>{section.label}</h2>}
      <div className={classes.fields} data-columns={section.columns}>
        {fields.map((field) => <InlineField key={field.name} field={field} />)}
      </div>
    </section>
  );
}

export function Details() {
  const { object, layout, conditions } = useRecordPage();
  return sectionsOf(object, layout).filter((section) => conditions.shows(section.visible_when)).map((section, place) => (
    <Section key={section.label ?? place} section={section} visible={(field) => conditions(field).visible} />
  ));
}
