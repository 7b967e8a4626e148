// Creates a record in a dialog: what is required first, the rest on demand.
import { Button, Modal } from "@mantine/core";
import { modals } from "@mantine/modals";
import { IconChevronDown } from "@tabler/icons-react";
import { createContext, useContext, useEffect, useRef, useState } from "react";
import { catalogueQuery, ProblemError, useCatalogue, useMe, useRefreshObject } from "../api/client";
import type { FoundDuplicates, Named, RecordData, UiField, UiObject } from "../api/types";
import { SIGNATURE } from "../app/pasting";
import { queryClient } from "../app/queryClient";
import { wireOf, type Values } from "../fields/drafts";
import { isBlank, isNamed } from "../fields/shapes";
import { t } from "../i18n";
import { createOrWait } from "../offline/outbox";
import { PHONE } from "../lib/screen";
import { AlikeHint } from "./AlikeHint";
import { Duplicates } from "./Duplicates";
import classes from "./form.module.css";
import { FormFields } from "./FormFields";
import { createSections, type FormSection } from "./sections";
import { FormFrame } from "./FormFrame";
import { useConditions } from "./useConditions";
import { pasteOf, Signature, useSignature } from "./Signature";
import { useForm, type Form } from "./useForm";

export interface CreateProps {
  object: string;
  defaults?: Values;
  /** A text that was pasted, to be read into the form. */
  signature?: string;
  onClose: () => void;
  onCreated: (record: RecordData) => void;
}

const isPlain = (value: unknown): boolean => typeof value !== "object" || Array.isArray(value) || isNamed(value);

function defaultsOf(object: UiObject, me: Named): Values {
  const given = Object.values(object.fields).filter((field) => !isBlank(field.default) && isPlain(field.default));
  const owner = object.fields.owner_id?.editable ? { owner_id: me } : {};
  return { ...owner, ...Object.fromEntries(given.map((field) => [field.name, field.default])) };
}

function wired(object: UiObject, values: Values): Values {
  const given = Object.entries(values).filter(([, value]) => !isBlank(value));
  return Object.fromEntries(given.map(([name, value]) => [name, object.fields[name] ? wireOf(object.fields[name], value) : value]));
}

const names = (fields: UiField[]): string[] => fields.map((field) => field.name);

function CreateForm({ object, defaults = {}, signature, onClose, onCreated }: Omit<CreateProps, "object"> & { object: UiObject }) {
  const layout = useCatalogue().layouts[object.name];
  const refresh = useRefreshObject();
  const me = useMe().user;
  const [all, setAll] = useState(false);
  const [like, setLike] = useState<FoundDuplicates>();
  const anyway = useRef(false);
  const sections = createSections(object, layout);
  const latest = useRef<Form>(null);
  const signing = useSignature(object, defaults, () => latest.current as Form);
  const read = (section: FormSection) => section.fields.some((field) => signing.names.has(field.name));
  const shown = all ? sections : sections.filter((section, place) => place < 2 || read(section));
  const form = useForm(object, { ...defaultsOf(object, { id: me.id, name: me.name }), ...defaults }, async (values, key) => {
    try {
      const company = await signing.withCompany(anyway.current);
      const drafts = { ...values, ...company };
      const record = await createOrWait({ object, body: wired(object, drafts), drafts, key, query: { save_anyway: anyway.current } });
      void refresh(object.name);
      onCreated(record);
    } catch (error) {
      if (error instanceof ProblemError && error.submitted) return onClose();
      setLike(error instanceof ProblemError ? error.duplicates : undefined);
      throw error;
    }
  });
  useEffect(() => {
    latest.current = form;
  });
  useEffect(() => {
    if (signature) void signing.take(signature);
  }, [signature]);
  const saveAnyway = () => {
    anyway.current = true;
    void form.submit();
  };
  const conditions = useConditions(object, form.values);
  const asked = like && form.refusal;
  const signs = object.features.includes(SIGNATURE);
  const more = sections.length > shown.length && (
    <Button variant="subtle" color="gray" leftSection={<IconChevronDown size={14} aria-hidden />} onClick={() => setAll(true)}>{t("All fields")}</Button>
  );
  return (
    <FormFrame form={form} shown={shown.flatMap((section) => names(section.fields))} submitLabel={t("Create")} onClose={onClose} extra={more} aside={asked ? undefined : <AlikeHint object={object} values={form.values} />}>
      {asked && <Duplicates matches={like.matches} saveAnyway={like.action === "warn" ? saveAnyway : undefined} />}
      {signs && <Signature object={object} signing={signing} />}
      <div onPasteCapture={signs ? pasteOf(signing) : undefined}>
        <FormFields object={object} sections={shown} form={form} conditions={conditions} read={signing.names} />
      </div>
    </FormFrame>
  );
}

const title = (object: UiObject): string => t("New {object}", { object: object.label });
const isPhone = (): boolean => window.matchMedia(PHONE).matches;

/** The form asks before it lets go of what was typed, so the window around it closes by the form alone. */
const WINDOW = { closeOnEscape: false, closeOnClickOutside: false, withCloseButton: false, size: 640, padding: 0, classNames: { header: classes.header, content: classes.window, body: classes.windowBody } } as const;

/** How many dialogs stand under this one: each lies above the one that it was opened from, and below what drops down. */
const Depth = createContext(0);
const LOWEST = 210;

/** The dialog as a part of a page: for lookups, and wherever it stands inside another form. */
export function CreateModal({ object: name, onClose, onCreated, ...rest }: CreateProps) {
  const object = useCatalogue().objects[name];
  const depth = useContext(Depth);
  if (!object) return null;
  const created = (record: RecordData) => {
    onCreated(record);
    onClose();
  };
  return (
    <Depth value={depth + 1}>
      <Modal opened onClose={onClose} title={title(object)} fullScreen={isPhone()} zIndex={LOWEST + depth} {...WINDOW}>
        <CreateForm object={object} onClose={onClose} onCreated={created} {...rest} />
      </Modal>
    </Depth>
  );
}

/** Opens the dialog from anywhere; resolves with the new record, or with null where the user gave up. */
export async function openCreate(name: string, defaults: Values = {}, signature?: string): Promise<RecordData | null> {
  const object = (await queryClient.ensureQueryData(catalogueQuery)).objects[name];
  if (!object) return null;
  return new Promise((resolve) => {
    const done = (record: RecordData | null) => {
      resolve(record);
      modals.close(id);
    };
    const children = <CreateForm object={object} defaults={defaults} signature={signature} onClose={() => done(null)} onCreated={done} />;
    const id = modals.open({ title: title(object), fullScreen: isPhone(), children, onClose: () => resolve(null), ...WINDOW });
  });
}
