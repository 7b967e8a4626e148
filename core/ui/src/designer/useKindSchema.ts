// The JSON Schema of a kind of definitions, as the server has it.
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { Schema } from "./schema";

export function useKindSchema(kind: string): Schema | undefined {
  return useQuery({ queryKey: ["meta", kind, "schema"], queryFn: ({ signal }) => api.get<Schema>(`/meta/${kind}/schema`, { signal }), staleTime: Infinity }).data;
}
