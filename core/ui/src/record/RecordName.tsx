// The name of a record as the title of its page, edited in place.
import { ActionIcon, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import type { UiField } from "../api/types";
import { plain } from "../fields/text";
import { t } from "../i18n";
import { nameOf } from "./data";
import { SavedSign } from "./InlineField";
import { useRecordPage } from "./RecordContext";
import classes from "./RecordHeader.module.css";
import { useInlineEdit } from "./useInlineEdit";

export function RecordName() {
  const { object, record, mayEdit } = useRecordPage();
  const field = object.fields[object.name_field];
  return field && mayEdit(field) && ["text", "long_text"].includes(field.type) ? <EditableName field={field} /> : <h1 className={classes.name}>{nameOf(object, record)}</h1>;
}

function EditableName({ field }: { field: UiField }) {
  const { object, record } = useRecordPage();
  const edit = useInlineEdit(field);
  if (edit.editing)
    return (
      <div className={classes.nameEditing} {...edit.handlers}>
        <TextInput aria-label={field.label} value={plain(edit.draft)} error={edit.error} autoFocus size="sm" classNames={{ input: classes.nameInput }} onFocus={(event) => event.currentTarget.select()} onChange={(event) => edit.change(event.currentTarget.value || null)} />
      </div>
    );
  return (
    <div className={classes.nameLine}>
      <h1 className={classes.name} data-editable onClick={edit.start}>{nameOf(object, record)}</h1>
      <ActionIcon className={classes.namePencil} variant="subtle" color="gray" size={24} aria-label={t("Edit {field}", { field: field.label })} onClick={edit.start}>
        <IconPencil size={14} aria-hidden />
      </ActionIcon>
      <SavedSign shown={edit.saved} />
    </div>
  );
}
