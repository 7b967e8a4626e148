// Picks a record by its name.
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { LookupHit, Named } from "../api/types";

export interface LookupProps {
  to: string;
  value: Named | null;
  onChange: (value: Named | null) => void;
  label?: string;
  placeholder?: string;
}

export function Lookup({ to, value, onChange, label, placeholder }: LookupProps) {
  const [typed, setTyped] = useState(value?.name ?? "");
  const [q] = useDebouncedValue(typed, 150);
  const hits = useQuery({ queryKey: ["lookup", to, q], queryFn: () => api.get<{ data: LookupHit[] }>(`/lookup/${to}`, { query: { q, limit: 20 } }) });
  const found = hits.data?.data ?? [];
  const options = found.map((hit) => ({ value: hit.id, label: hit.name }));
  const pick = (id: string | null) => onChange(found.find((hit) => hit.id === id) ?? null);
  return <Select searchable clearable label={label} placeholder={placeholder} data={options} value={value?.id ?? null} searchValue={typed} onSearchChange={setTyped} onChange={pick} filter={({ options: all }) => all} />;
}
