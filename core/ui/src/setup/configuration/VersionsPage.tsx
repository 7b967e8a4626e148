// Every definition that can be brought back to how it was.
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { api } from "../../api/client";
import { t } from "../../i18n";
import { useDefinitions } from "../kit/meta";
import { Empty, Loaded, pageClasses as classes, SetupPage } from "../kit/page";
import { Versions } from "./Versions";

export interface Kind {
  name: string;
  label: string;
}

export function useKinds() {
  return useQuery({ queryKey: ["meta", "kinds"], queryFn: async () => (await api.get<{ data: Kind[] }>("/meta")).data });
}

function DefinitionSelect({ kind, name, onChange }: { kind: string; name: string; onChange: (name: string) => void }) {
  const definitions = useDefinitions(kind);
  const data = (definitions.data ?? []).map((entry) => ({ value: entry.name, label: `${entry.label} (${entry.name})` }));
  return <Select label={t("Definition")} searchable limit={200} data={data} value={name || null} onChange={(value) => onChange(value ?? "")} flex={1} />;
}

export default function VersionsPage() {
  const kinds = useKinds();
  const [params, setParams] = useSearchParams();
  const kind = params.get("kind") ?? "object";
  const name = params.get("name") ?? "";
  const choose = (next: Record<string, string>) => setParams(next, { replace: true });
  return (
    <SetupPage title={t("Versions")} about={t("Everything you have configured keeps its versions. Any of them can be brought back.")}>
      <Loaded asked={kinds}>
        {(all) => (
          <div className={classes.toolbar}>
            <Select label={t("Kind")} allowDeselect={false} data={all.map((one) => ({ value: one.name, label: one.label }))} value={kind} onChange={(value) => choose({ kind: value ?? "object" })} w={200} />
            <DefinitionSelect kind={kind} name={name} onChange={(next) => choose(next ? { kind, name: next } : { kind })} />
          </div>
        )}
      </Loaded>
      {name ? <Versions kind={kind} name={name} /> : <Empty>{t("Choose a definition to see its versions.")}</Empty>}
    </SetupPage>
  );
}
