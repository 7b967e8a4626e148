// The options of a choice: their words, colours and order, and where each is offered.
import { ActionIcon, Button, ColorSwatch, Group, MultiSelect, Popover, Textarea, TextInput, Tooltip } from "@mantine/core";
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from "@dnd-kit/core";
import { arrayMove, SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { IconArchive, IconChevronDown, IconGripVertical, IconPlus, IconRotate } from "@tabler/icons-react";
import { useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { OPTION_COLORS, solid } from "../../fields/colors";
import { t } from "../../i18n";
import { isTemporary, settledValue, temporaryValue, type OptionDoc } from "./documents";
import { ExpressionInput } from "./ExpressionInput";
import classes from "./OptionsEditor.module.css";

interface OptionsProps {
  options: OptionDoc[];
  onChange: (options: OptionDoc[]) => void;
  /** The options of the field that this one depends on. */
  deciders: { value: string; label: string }[];
  /** For expressions of entry conditions. */
  fields: { name: string; label: string }[];
  /** Those that lower layers declare can't be taken away, only put away. */
  error?: string;
}

const COLORS = OPTION_COLORS;

function colorAt(place: number): string {
  return COLORS[(place * 5 + 7) % COLORS.length] ?? "blue";
}

function newOption(label: string, all: OptionDoc[]): OptionDoc {
  return { value: temporaryValue(all), label, color: colorAt(all.length) };
}

function ColorButton({ option, onChange }: { option: OptionDoc; onChange: (color: string) => void }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
      <Popover.Target>
        <ColorSwatch component="button" type="button" size={18} color={solid(option.color)} aria-label={t("Colour of {option}", { option: option.label ?? option.value })} onClick={() => setOpened(!opened)} withShadow={false} />
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <div className={classes.colors}>
          {COLORS.map((color) => <ColorSwatch key={color} component="button" type="button" size={20} color={solid(color)} aria-label={color} withShadow={false} onClick={() => { onChange(color); setOpened(false); }} />)}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface LineProps {
  option: OptionDoc;
  all: OptionsProps;
  isNew: boolean;
  change: (part: Partial<OptionDoc>) => void;
  onEnter: () => void;
  onPaste: (event: ClipboardEvent) => void;
  onPutAway: () => void;
}

function More({ option, all, change }: Pick<LineProps, "option" | "all" | "change">) {
  return (
    <div className={classes.more}>
      <Textarea label={t("Guidance")} description={t("Shown while a record has this value")} size="xs" autosize minRows={1} value={option.help ?? ""} onChange={(event) => change({ help: event.currentTarget.value || undefined })} />
      {all.deciders.length > 0 && <MultiSelect label={t("Offered only for")} size="xs" data={all.deciders} value={option.for ?? []} onChange={(values) => change({ for: values.length ? values : undefined })} />}
      <ExpressionInput label={t("What must hold before a record takes this value")} size="xs" fields={all.fields} value={option.entry ?? ""} onChange={(entry) => change({ entry: entry || undefined })} />
      {option.entry && <TextInput label={t("What to say otherwise")} size="xs" value={option.message ?? ""} onChange={(event) => change({ message: event.currentTarget.value || undefined })} />}
    </div>
  );
}

function Line({ option, all, isNew, change, onEnter, onPaste, onPutAway }: LineProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: option.value });
  const [opened, setOpened] = useState(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    onEnter();
  };
  const moved = transform ? `translate3d(0, ${transform.y}px, 0)` : undefined;
  return (
    <li ref={setNodeRef} className={classes.line} style={{ transform: moved, transition }} data-dragging={isDragging || undefined} data-retired={option.retired || undefined}>
      <div className={classes.main}>
        <ActionIcon ref={setActivatorNodeRef} {...attributes} {...listeners} className={classes.grip} variant="transparent" color="gray" size={20} aria-label={t("Move {option}", { option: option.label ?? option.value })}><IconGripVertical size={14} aria-hidden /></ActionIcon>
        <ColorButton option={option} onChange={(color) => change({ color })} />
        <TextInput className={classes.label} size="xs" autoFocus={isNew} aria-label={t("Label")} value={option.label ?? ""} onKeyDown={onKeyDown} onPaste={onPaste} onChange={(event) => change({ label: event.currentTarget.value })} />
        <code className={classes.value}>{settledValue(option, all.options)}</code>
        <Tooltip label={t("More about this option")}><ActionIcon variant="subtle" color="gray" size={24} aria-expanded={opened} aria-label={t("More about this option")} onClick={() => setOpened(!opened)}><IconChevronDown size={14} data-turned={opened || undefined} className={classes.chevron} aria-hidden /></ActionIcon></Tooltip>
        <Tooltip label={option.retired ? t("Offer it again") : t("Put it away; records keep it")}>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={option.retired ? t("Offer it again") : t("Put it away; records keep it")} onClick={onPutAway}>{option.retired ? <IconRotate size={14} aria-hidden /> : <IconArchive size={14} aria-hidden />}</ActionIcon>
        </Tooltip>
      </div>
      {opened && <More option={option} all={all} change={change} />}
    </li>
  );
}

export function OptionsEditor(props: OptionsProps) {
  const { options, onChange } = props;
  const [fresh, setFresh] = useState<string | null>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const replace = (value: string, part: Partial<OptionDoc>) => onChange(options.map((option) => (option.value === value ? { ...option, ...part } : option)));

  const add = (labels: string[] = [""]) => {
    const next = labels.reduce((all, label) => [...all, newOption(label, all)], options);
    setFresh(next.at(-1)?.value ?? null);
    onChange(next);
  };
  const putAway = (option: OptionDoc) => {
    if (isTemporary(option.value)) onChange(options.filter((one) => one !== option));
    else replace(option.value, { retired: option.retired ? undefined : true });
  };
  const paste = (event: ClipboardEvent) => {
    const labels = event.clipboardData.getData("text/plain").split(/[\n\t;]+/).map((word) => word.trim()).filter(Boolean);
    if (labels.length < 2) return;
    event.preventDefault();
    add(labels);
  };
  const move = ({ active, over }: DragEndEvent) => {
    if (!over || active.id === over.id) return;
    const place = (id: unknown) => options.findIndex((option) => option.value === id);
    onChange(arrayMove(options, place(active.id), place(over.id)).map((option, order) => ({ ...option, order })));
  };
  return (
    <div className={classes.box}>
      <div className={classes.title}>{t("Options")}</div>
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={move}>
        <SortableContext items={options.map((option) => option.value)} strategy={verticalListSortingStrategy}>
          <ul className={classes.list}>
            {options.map((option) => (
              <Line key={option.value} option={option} all={props} isNew={option.value === fresh} change={(part) => replace(option.value, part)} onEnter={() => add()} onPaste={paste} onPutAway={() => putAway(option)} />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      <Group gap={8} mt={6}>
        <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => add()}>{t("Add option")}</Button>
        <span className={classes.hint}>{t("Enter adds the next one; a pasted list becomes options.")}</span>
      </Group>
      {props.error && <p className={classes.error} role="alert">{props.error}</p>}
    </div>
  );
}
