// The name of a record of which perhaps only the id came along; kept, so that a page asks once for each.
// Records of a module that is switched off, and those that the user may not see, have none.
import { useQuery } from "@tanstack/react-query";
import { keys, useCatalogue } from "../api/client";
import type { Named } from "../api/types";
import { t } from "../i18n";
import { askName } from "./names";
import { isNamed } from "./shapes";

export function useNamed(object: string, value: unknown): Named {
  const target = useCatalogue().objects[object];
  const id = isNamed(value) ? value.id : String(value ?? "");
  const known = isNamed(value) ? value.name : "";
  const found = useQuery({
    queryKey: [...keys.record(object, id), "name"],
    queryFn: () => askName(object, target?.name_field ?? "name", id),
    enabled: !known && Boolean(id) && target !== undefined,
    staleTime: 300_000,
    retry: false,
  });
  return { id, name: known || found.data || (found.isLoading ? "…" : t("Not visible to you")) };
}
