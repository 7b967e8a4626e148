// What the conditions of fields say for the values of a form, asked of the server while one types.
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys } from "../api/client";
import type { FormState, RecordData, UiField, UiObject } from "../api/types";
import { wireOf, type Values } from "../fields/drafts";
import { plainlyFalse } from "./plainCondition";

export interface FieldState {
  visible: boolean;
  required: boolean;
  readOnly: boolean;
  offered?: string[];
}

export interface Conditions {
  (field: UiField): FieldState;
  /** Whether a section with this condition is shown; before the server has answered, as far as it can be judged here. */
  shows: (condition: string | undefined) => boolean;
}

function wiredValues(object: UiObject, values: Values): Values {
  const known = Object.values(object.fields).filter((field) => field.name in values && !field.system);
  return Object.fromEntries(known.map((field) => [field.name, wireOf(field, values[field.name])]));
}

export function useConditions(object: UiObject, values: Values, id?: string): Conditions {
  const sent = useMemo(() => (object.conditional ? JSON.stringify(wiredValues(object, values)) : ""), [object, values]);
  const [settled] = useDebouncedValue(sent, 180);
  const state = useQuery({
    queryKey: [...keys.object(object.name), "form", id ?? "", settled],
    queryFn: ({ signal }) => api.post<FormState>(`/records/${object.name}/form`, { id, values: JSON.parse(settled) as Values }, { signal, idempotencyKey: null }),
    enabled: object.conditional && settled !== "",
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });
  const { fields, sections } = state.data ?? {};
  return useMemo(() => {
    const ofField = (field: UiField): FieldState => {
      const said = fields?.[field.name];
      return { visible: said?.visible ?? true, required: said?.required ?? field.required, readOnly: said?.read_only ?? false, offered: said?.options };
    };
    const shows = (condition: string | undefined) => !condition || (sections?.[condition] ?? !plainlyFalse(condition, values as RecordData));
    return Object.assign(ofField, { shows });
  }, [fields, sections, values]);
}
