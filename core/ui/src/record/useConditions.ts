// What the conditions of fields say for the values of a form, asked of the server while one types.
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys } from "../api/client";
import type { FormState, UiField, UiObject } from "../api/types";
import { wireOf, type Values } from "../fields/drafts";

export interface FieldState {
  visible: boolean;
  required: boolean;
  readOnly: boolean;
  offered?: string[];
}

function wiredValues(object: UiObject, values: Values): Values {
  const known = Object.values(object.fields).filter((field) => field.name in values && !field.system);
  return Object.fromEntries(known.map((field) => [field.name, wireOf(field, values[field.name])]));
}

export function useConditions(object: UiObject, values: Values, id?: string): (field: UiField) => FieldState {
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
  const fields = state.data?.fields;
  return useMemo(() => (field) => {
    const said = fields?.[field.name];
    return { visible: said?.visible ?? true, required: said?.required ?? field.required, readOnly: said?.read_only ?? false, offered: said?.options };
  }, [fields]);
}
