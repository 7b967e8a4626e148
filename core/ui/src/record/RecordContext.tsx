// The record that a page is about: its values, its conditions, and the one way to change it.
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import { keys, ProblemError, useCatalogue, useObject } from "../api/client";
import type { RecordData, UiField, UiLayout, UiObject } from "../api/types";
import { NotFound } from "../app/NotFound";
import { Problem } from "../app/ErrorBoundary";
import { noticeProblem } from "../app/notices";
import { PageSkeleton } from "../app/PageSkeleton";
import type { Values } from "../fields/drafts";
import { isEditable } from "../fields/registry";
import { AskDialog, type Asked } from "./AskDialog";
import { nextStepsKey, pageKey, timelineKey, useRead } from "./data";
import { useConditions, type Conditions } from "./useConditions";
import { useSave, type Refusal } from "./useSave";

export interface RecordPageState {
  object: UiObject;
  id: string;
  record: RecordData;
  layout: UiLayout | undefined;
  conditions: Conditions;
  mayEdit: (field: UiField) => boolean;
  /** Null when it was saved; else what was refused, to be shown where it was typed. */
  save: (drafts: Values) => Promise<Refusal | null>;
  /** Saves, and asks in a dialog for what the server finds missing. */
  saveOrAsk: (drafts: Values, onSaved?: () => void) => Promise<void>;
  refresh: () => Promise<void>;
}

const Context = createContext<RecordPageState | null>(null);

export function useRecordPage(): RecordPageState {
  const state = useContext(Context);
  if (!state) throw new Error("A part of a record page stands outside a RecordProvider.");
  return state;
}

/** Turns a dialog into a question that can be awaited. */
function useQuestion<Q, A>(): { open: (Q & { answer: (answer: A) => void }) | null; ask: (question: Q) => Promise<A> } {
  const [open, setOpen] = useState<(Q & { answer: (answer: A) => void }) | null>(null);
  const ask = useCallback((question: Q) => new Promise<A>((resolve) => {
    setOpen({ ...question, answer: (answer) => { setOpen(null); resolve(answer); } });
  }), []);
  return { open, ask };
}

export interface ProviderProps {
  object: string;
  id: string;
  /** Draws the record by a layout that isn't in force, to be looked at only. */
  preview?: UiLayout;
  children: ReactNode;
}

const NOTHING = { create: false, read: true, edit: false, delete: false };

export function RecordProvider({ object: name, id, preview, children }: ProviderProps) {
  const known = useObject(name);
  const object = useMemo(() => known && (preview ? { ...known, rights: NOTHING } : known), [known, preview]);
  const layout = useCatalogue().layouts[name];
  return object ? <Loaded key={`${name} ${id}`} object={object} id={id} layout={preview ?? layout}>{children}</Loaded> : <NotFound />;
}

interface LoadedProps {
  object: UiObject;
  id: string;
  layout: UiLayout | undefined;
  children: ReactNode;
}

function Loaded({ object, id, layout, children }: LoadedProps) {
  const read = useRead(object, id);
  if (read.data) return <Provided object={object} id={id} layout={layout} record={read.data.record}>{children}</Provided>;
  if (read.error instanceof ProblemError && read.error.status === 404) return <NotFound />;
  if (read.error) return <Problem error={read.error} retry={() => void read.refetch()} />;
  return <PageSkeleton />;
}

function Provided({ object, id, layout, record, children }: LoadedProps & { record: RecordData }) {
  const client = useQueryClient();
  const missing = useQuestion<Omit<Asked, "answer">, void>();
  const conditions = useConditions(object, record, id);
  const save = useSave(object, id);

  const saveOrAsk = useCallback(async (drafts: Values, onSaved?: () => void) => {
    try {
      const refusal = await save(drafts);
      if (!refusal) onSaved?.();
      else if (refusal.errors.length) await missing.ask({ object, record, drafts, refusal, save });
      else noticeProblem(new ProblemError({ status: 422, title: refusal.detail, detail: refusal.detail }));
    } catch (error) {
      noticeProblem(error);
    }
  }, [save, missing.ask, object, record]);

  const refresh = useCallback(async () => {
    await Promise.all([pageKey, timelineKey, nextStepsKey].map((key) => client.invalidateQueries({ queryKey: key(object.name, id) })));
    void client.invalidateQueries({ queryKey: keys.object(object.name), predicate: ({ queryKey }) => queryKey[2] !== "one" });
  }, [client, object.name, id]);

  const state = useMemo<RecordPageState>(() => {
    const mayEdit = (field: UiField) => object.rights.edit && isEditable(field) && !conditions(field).readOnly;
    return { object, id, record, layout, conditions, mayEdit, save, saveOrAsk, refresh };
  }, [object, id, record, layout, conditions, save, saveOrAsk, refresh]);

  return (
    <Context value={state}>
      {children}
      {missing.open && <AskDialog {...missing.open} />}
    </Context>
  );
}
