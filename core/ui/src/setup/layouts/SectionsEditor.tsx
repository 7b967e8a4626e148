// Sections and their fields, arranged by dragging; what isn't placed waits at the side.
import { closestCorners, DndContext, DragOverlay, KeyboardSensor, PointerSensor, useDroppable, useSensor, useSensors, type DragEndEvent, type DragOverEvent, type DragStartEvent } from "@dnd-kit/core";
import { rectSortingStrategy, SortableContext, sortableKeyboardCoordinates, useSortable } from "@dnd-kit/sortable";
import { ActionIcon, Button, CloseButton, SegmentedControl, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { UiObject } from "../../api/types";
import { t } from "../../i18n";
import { kindOf } from "../objects/fieldKinds";
import { moved, placed, spotOf, withoutFieldIn, type SectionDoc, type Spot } from "./documents";
import classes from "./Layout.module.css";

interface EditorProps {
  object: UiObject;
  sections: SectionDoc[];
  onChange: (sections: SectionDoc[]) => void;
}

const SECTION = "section:";
const TECHNICAL = new Set(["id", "version", "deleted_at"]);

function FieldBox({ object, name }: { object: UiObject; name: string }) {
  const field = object.fields[name];
  const Sign = field ? kindOf(field.type).icon : IconGripVertical;
  return <><Sign size={14} stroke={1.6} aria-hidden /><span className="dg-ellipsis">{field?.label ?? name}</span></>;
}

function Placed({ object, name, onRemove }: { object: UiObject; name: string; onRemove: () => void }) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id: name });
  const label = object.fields[name]?.label ?? name;
  const at = transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined;
  return (
    <li ref={setNodeRef} className={classes.placed} data-dragging={isDragging || undefined} style={{ transform: at, transition }}>
      <span className={classes.handle} {...attributes} {...listeners} aria-label={t("Move {option}", { option: label })}><FieldBox object={object} name={name} /></span>
      <CloseButton size="xs" aria-label={t("Remove {name}", { name: label })} onClick={onRemove} />
    </li>
  );
}

interface SectionProps extends EditorProps {
  at: number;
  section: SectionDoc;
}

function Section({ object, sections, onChange, at, section }: SectionProps) {
  const { setNodeRef, isOver } = useDroppable({ id: `${SECTION}${at}` });
  const set = (part: Partial<SectionDoc>) => onChange(sections.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <section className={classes.section} data-over={isOver || undefined} aria-label={section.label || t("Section")}>
      <header className={classes.sectionHead}>
        <TextInput size="xs" variant="unstyled" className={classes.sectionName} classNames={{ input: classes.sectionInput }} aria-label={t("Name of the section")} placeholder={t("Name of the section")} value={section.label ?? ""} onChange={(event) => set({ label: event.currentTarget.value || undefined })} />
        <SegmentedControl size="xs" aria-label={t("Columns")} data={[{ value: "1", label: t("1 column") }, { value: "2", label: t("2 columns") }]} value={String(Math.min(section.columns ?? 2, 2))} onChange={(value) => set({ columns: Number(value) })} />
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Move up")} disabled={at === 0} onClick={() => onChange(moved(sections, at, at - 1))}><IconArrowUp size={14} aria-hidden /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Move down")} disabled={at === sections.length - 1} onClick={() => onChange(moved(sections, at, at + 1))}><IconArrowDown size={14} aria-hidden /></ActionIcon>
        <Tooltip label={t("Remove the section; its fields wait at the side")}><ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Remove the section")} onClick={() => onChange(sections.filter((one) => one !== section))}><IconTrash size={14} aria-hidden /></ActionIcon></Tooltip>
      </header>
      <SortableContext items={section.fields} strategy={rectSortingStrategy}>
        <ul ref={setNodeRef} className={classes.fields} data-columns={section.columns ?? 2}>
          {section.fields.map((name) => <Placed key={name} object={object} name={name} onRemove={() => onChange(withoutFieldIn(sections, name))} />)}
          {section.fields.length === 0 && <li className={classes.hint}>{t("Drag fields here")}</li>}
        </ul>
      </SortableContext>
    </section>
  );
}

function Waiting({ object, sections, onChange }: EditorProps) {
  const used = new Set(sections.flatMap((section) => section.fields));
  const waiting = Object.values(object.fields).filter((field) => !used.has(field.name) && !TECHNICAL.has(field.name));
  const last = sections.length - 1;
  return (
    <aside className={classes.waiting} aria-label={t("Fields that aren't on the page")}>
      <h2 className={classes.waitingTitle}>{t("Not on the page")}</h2>
      {waiting.length === 0 && <p className={classes.hint}>{t("All fields are placed.")}</p>}
      <ul className={classes.waitingList}>
        {waiting.map((field) => (
          <li key={field.name}>
            <UnstyledButton className={classes.waitingField} disabled={last < 0} aria-label={t("Place {field}", { field: field.label })} onClick={() => onChange(placed(sections, field.name, { section: last, place: sections[last]?.fields.length ?? 0 }))}>
              <FieldBox object={object} name={field.name} />
              <IconPlus size={14} className={classes.plus} aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </aside>
  );
}

function targetSpot(sections: SectionDoc[], over: string): Spot | null {
  if (!over.startsWith(SECTION)) return spotOf(sections, over);
  const section = Number(over.slice(SECTION.length));
  return { section, place: sections[section]?.fields.length ?? 0 };
}

export function SectionsEditor(props: EditorProps) {
  const { object, sections, onChange } = props;
  const [dragged, setDragged] = useState<string | null>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const drop = (field: string, over: string) => {
    const to = targetSpot(sections, over);
    const from = spotOf(sections, field);
    if (to && !(from && from.section === to.section && from.place === to.place)) onChange(placed(sections, field, to));
  };
  const dragOver = ({ active, over }: DragOverEvent) => {
    const to = over && targetSpot(sections, String(over.id));
    const from = spotOf(sections, String(active.id));
    if (over && to && from && to.section !== from.section) drop(String(active.id), String(over.id));
  };
  const end = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    if (over && over.id !== active.id) drop(String(active.id), String(over.id));
  };
  return (
    <div className={classes.editor}>
      <DndContext sensors={sensors} collisionDetection={closestCorners} onDragStart={({ active }: DragStartEvent) => setDragged(String(active.id))} onDragOver={dragOver} onDragEnd={end} onDragCancel={() => setDragged(null)}>
        <div className={classes.canvas}>
          {sections.map((section, at) => <Section key={at} {...props} at={at} section={section} />)}
          <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange([...sections, { columns: 2, fields: [] }])}>{t("New section")}</Button>
        </div>
        <DragOverlay>{dragged && <div className={classes.ghost}><FieldBox object={object} name={dragged} /></div>}</DragOverlay>
      </DndContext>
      <Waiting {...props} />
    </div>
  );
}
