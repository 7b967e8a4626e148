// Sections and their fields, arranged by dragging with mouse or keys; what isn't placed waits at the side.
import { DndContext, DragOverlay, KeyboardCode, KeyboardSensor, PointerSensor, useDroppable, useSensor, useSensors, type DragEndEvent, type DragOverEvent } from "@dnd-kit/core";
import { rectSortingStrategy, SortableContext, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { ActionIcon, Button, CloseButton, SegmentedControl, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconEye, IconGripVertical, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { FieldProblem, UiObject } from "../../api/types";
import { t } from "../../i18n";
import { useIsPhone } from "../../lib/screen";
import { problemAt } from "../kit/meta";
import { ExpressionInput } from "../objects/ExpressionInput";
import { kindOf } from "../objects/fieldKinds";
import { declaredLabel, moved, placed, shownLabel, spotOf, stepped, withoutFieldIn, type SectionDoc, type Texts } from "./documents";
import classes from "./Layout.module.css";
import { movingTexts } from "./movingTexts";
import { arrows, SECTION, target, targetSpot, WAITING } from "./steering";

interface EditorProps {
  object: UiObject;
  sections: SectionDoc[];
  problems: FieldProblem[];
  /** Translations of names, by the name. */
  texts: Texts;
  onChange: (sections: SectionDoc[]) => void;
}

const TECHNICAL = new Set(["id", "version", "deleted_at"]);

/** The fields that can be placed and aren't. */
function waitingOf(object: UiObject, sections: SectionDoc[]): string[] {
  const used = new Set(sections.flatMap((section) => section.fields));
  return Object.keys(object.fields).filter((name) => !used.has(name) && !TECHNICAL.has(name));
}

function FieldBox({ object, name }: { object: UiObject; name: string }) {
  const field = object.fields[name];
  const Sign = field ? kindOf(field.type).icon : IconGripVertical;
  return <><Sign size={14} stroke={1.6} aria-hidden /><span className="dg-ellipsis">{field?.label ?? name}</span></>;
}

/** A field that is lifted by mouse or by Space; a phone has buttons instead. */
function useLifted(name: string) {
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id: name });
  const at = transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined;
  return { ref: setNodeRef, grip: { ...attributes, ...listeners }, style: { transform: at, transition }, dragging: isDragging || undefined };
}

function Steps({ label, name, sections, onChange }: { label: string; name: string; sections: SectionDoc[]; onChange: (sections: SectionDoc[]) => void }) {
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("Move up: {name}", { name: label })} onClick={() => onChange(stepped(sections, name, -1))}><IconArrowUp size={14} aria-hidden /></ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("Move down: {name}", { name: label })} onClick={() => onChange(stepped(sections, name, 1))}><IconArrowDown size={14} aria-hidden /></ActionIcon>
    </>
  );
}

function Placed({ object, name, sections, wrong, onChange }: Omit<EditorProps, "problems" | "texts"> & { name: string; wrong?: string }) {
  const lifted = useLifted(name);
  const isPhone = useIsPhone();
  const label = object.fields[name]?.label ?? name;
  return (
    <li ref={lifted.ref} className={classes.placed} data-dragging={lifted.dragging} data-wrong={wrong ? true : undefined} title={wrong} style={lifted.style}>
      {isPhone
        ? <><span className={classes.still}><FieldBox object={object} name={name} /></span><Steps label={label} name={name} sections={sections} onChange={onChange} /></>
        : <span className={classes.handle} {...lifted.grip} aria-label={t("Move {option}", { option: label })}><FieldBox object={object} name={name} /></span>}
      <CloseButton size={isPhone ? "sm" : "xs"} aria-label={t("Remove {name}", { name: label })} onClick={() => onChange(withoutFieldIn(sections, name))} />
    </li>
  );
}

interface SectionProps extends EditorProps {
  at: number;
  section: SectionDoc;
}

function SectionHead({ sections, texts, onChange, at, section, set }: SectionProps & { set: (part: Partial<SectionDoc>) => void }) {
  const columns = [1, 2, 3].map((count) => ({ value: String(count), label: t("{count} columns", { count }) }));
  const rename = (typed: string) => set({ label: declaredLabel(texts, typed) || undefined });
  return (
    <header className={classes.sectionHead}>
      <TextInput size="xs" variant="unstyled" className={classes.sectionName} classNames={{ input: classes.sectionInput }} aria-label={t("Name of the section")} placeholder={t("Name of the section")} value={shownLabel(texts, section.label) ?? ""} onChange={(event) => rename(event.currentTarget.value)} />
      <SegmentedControl size="xs" className={classes.columns} aria-label={t("Columns")} data={columns} value={String(Math.min(section.columns ?? 2, 3))} onChange={(value) => set({ columns: Number(value) })} />
      {section.visible_when === undefined && <Tooltip label={t("Show it only under a condition")}><ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Show it only under a condition")} onClick={() => set({ visible_when: "" })}><IconEye size={14} aria-hidden /></ActionIcon></Tooltip>}
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Move up")} disabled={at === 0} onClick={() => onChange(moved(sections, at, at - 1))}><IconArrowUp size={14} aria-hidden /></ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Move down")} disabled={at === sections.length - 1} onClick={() => onChange(moved(sections, at, at + 1))}><IconArrowDown size={14} aria-hidden /></ActionIcon>
      <Tooltip label={t("Remove the section; its fields wait at the side")}><ActionIcon variant="subtle" color="gray" size={24} aria-label={t("Remove the section")} onClick={() => onChange(sections.filter((one) => one !== section))}><IconTrash size={14} aria-hidden /></ActionIcon></Tooltip>
    </header>
  );
}

function Condition({ object, at, section, problems, set }: Omit<SectionProps, "sections" | "texts" | "onChange"> & { set: (part: Partial<SectionDoc>) => void }) {
  const fields = Object.values(object.fields).map(({ name, label }) => ({ name, label }));
  return (
    <div className={classes.condition}>
      <ExpressionInput label={t("The section is shown when")} size="xs" fields={fields} value={section.visible_when ?? ""} error={problemAt(problems, `/sections/${at}/visible_when`)} onChange={(visible_when) => set({ visible_when })} />
      <CloseButton size="xs" className={classes.conditionOff} aria-label={t("Always show the section")} onClick={() => set({ visible_when: undefined })} />
    </div>
  );
}

function Section(props: SectionProps) {
  const { object, sections, texts, problems, onChange, at, section } = props;
  const { setNodeRef, isOver } = useDroppable({ id: `${SECTION}${at}` });
  const set = (part: Partial<SectionDoc>) => onChange(sections.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <section className={classes.section} data-over={isOver || undefined} aria-label={shownLabel(texts, section.label) || t("Section")}>
      <SectionHead {...props} set={set} />
      {section.visible_when !== undefined && <Condition {...props} set={set} />}
      <SortableContext items={section.fields} strategy={rectSortingStrategy}>
        <ul ref={setNodeRef} className={classes.fields} data-columns={section.columns ?? 2}>
          {section.fields.map((name, place) => <Placed key={name} object={object} name={name} sections={sections} wrong={problemAt(problems, `/sections/${at}/fields/${place}`)} onChange={onChange} />)}
          {section.fields.length === 0 && <li className={classes.hint}>{t("Drag fields here")}</li>}
        </ul>
      </SortableContext>
    </section>
  );
}

function WaitingField({ object, name, onPlace }: { object: UiObject; name: string; onPlace?: () => void }) {
  const lifted = useLifted(name);
  const isPhone = useIsPhone();
  const { role: _, ...grip } = lifted.grip;
  return (
    <li ref={lifted.ref} style={lifted.style} data-dragging={lifted.dragging}>
      <UnstyledButton className={classes.waitingField} {...(isPhone ? {} : grip)} disabled={!onPlace} aria-label={t("Place {field}", { field: object.fields[name]?.label ?? name })} onClick={onPlace}>
        <FieldBox object={object} name={name} />
        <IconPlus size={14} className={classes.plus} aria-hidden />
      </UnstyledButton>
    </li>
  );
}

function Waiting({ object, sections, onChange }: Omit<EditorProps, "problems" | "texts">) {
  const { setNodeRef, isOver } = useDroppable({ id: WAITING });
  const waiting = waitingOf(object, sections);
  const last = sections.length - 1;
  const place = (name: string) => onChange(placed(sections, name, { section: last, place: sections[last]?.fields.length ?? 0 }));
  return (
    <aside ref={setNodeRef} className={classes.waiting} data-over={isOver || undefined} aria-label={t("Fields that aren't on the page")}>
      <h2 className={classes.waitingTitle}>{t("Not on the page")}</h2>
      {waiting.length === 0 && <p className={classes.hint}>{t("All fields are placed.")}</p>}
      <SortableContext items={waiting} strategy={verticalListSortingStrategy}>
        <ul className={classes.waitingList}>
          {waiting.map((name) => <WaitingField key={name} object={object} name={name} onPlace={last < 0 ? undefined : () => place(name)} />)}
        </ul>
      </SortableContext>
    </aside>
  );
}

/** Space lifts and drops; Enter stays what it is on a button. */
const KEYS = { start: [KeyboardCode.Space], cancel: [KeyboardCode.Esc], end: [KeyboardCode.Space, KeyboardCode.Enter] };

function useMoves({ sections, onChange }: EditorProps) {
  const [lifted, setLifted] = useState<{ field: string; before: SectionDoc[] } | null>(null);
  const drop = (field: string, over: string) => {
    const to = targetSpot(sections, over);
    const from = spotOf(sections, field);
    if (!to) { if (from) onChange(withoutFieldIn(sections, field)); }
    else if (!(from && from.section === to.section && from.place === to.place)) onChange(placed(sections, field, to));
  };
  /** Into another section at once, so that the fields there make room; within one only when dropped. */
  const over = ({ active, over: on }: DragOverEvent) => {
    if (!on || on.id === active.id) return;
    if (targetSpot(sections, String(on.id))?.section !== spotOf(sections, String(active.id))?.section) drop(String(active.id), String(on.id));
  };
  const end = ({ active, over: on }: DragEndEvent) => {
    setLifted(null);
    if (on && on.id !== active.id) drop(String(active.id), String(on.id));
  };
  const cancel = () => {
    if (lifted) onChange(lifted.before);
    setLifted(null);
  };
  return { lifted: lifted?.field, start: (field: string) => setLifted({ field, before: sections }), over, end, cancel };
}

export function SectionsEditor(props: EditorProps) {
  const { object, sections, texts, onChange } = props;
  const moves = useMoves(props);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: arrows(sections), keyboardCodes: KEYS }));
  return (
    <DndContext sensors={sensors} collisionDetection={target} accessibility={movingTexts(object, sections, texts)} onDragStart={({ active }) => moves.start(String(active.id))} onDragOver={moves.over} onDragEnd={moves.end} onDragCancel={moves.cancel}>
      <div className={classes.editor}>
        <div className={classes.canvas}>
          {sections.map((section, at) => <Section key={at} {...props} at={at} section={section} />)}
          <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange([...sections, { columns: 2, fields: [] }])}>{t("New section")}</Button>
        </div>
        <Waiting {...props} />
      </div>
      <DragOverlay dropAnimation={null}>{moves.lifted && <div className={classes.ghost}><FieldBox object={object} name={moves.lifted} /></div>}</DragOverlay>
    </DndContext>
  );
}
