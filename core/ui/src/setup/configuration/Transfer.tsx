// Takes the configuration out as a package, and brings one in, with the plan before anything is done.
import { Button, Checkbox, FileButton, SimpleGrid, Text } from "@mantine/core";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useState, type DragEvent } from "react";
import { api, urlOf } from "../../api/client";
import type { Plan } from "../../api/types";
import { notice } from "../../app/notices";
import { t } from "../../i18n";
import { useChange, type Step } from "../kit/meta";
import { Loaded, Section, SetupPage } from "../kit/page";
import { PlanDialog, Refusals } from "../kit/PlanView";
import classes from "./Transfer.module.css";
import { useKinds } from "./VersionsPage";

function Export() {
  const kinds = useKinds();
  const [left, setLeft] = useState<string[]>([]);
  return (
    <Section title={t("Export")} about={t("Your own definitions as a plugin folder in a zip file: objects, fields, views, rights and the rest, without any records.")}>
      <Loaded asked={kinds}>
        {(all) => {
          const chosen = all.map((kind) => kind.name).filter((name) => !left.includes(name));
          return (
            <>
              <Checkbox.Group value={chosen} onChange={(names) => setLeft(all.map((kind) => kind.name).filter((name) => !names.includes(name)))} aria-label={t("What to export")}>
                <SimpleGrid cols={{ base: 2, sm: 3 }} spacing={8} mb="md">{all.map((kind) => <Checkbox key={kind.name} size="xs" value={kind.name} label={kind.label} />)}</SimpleGrid>
              </Checkbox.Group>
              <Button component="a" href={urlOf("/meta/export", left.length ? { kinds: chosen.join(",") } : {})} download data-disabled={chosen.length === 0 || undefined} leftSection={<IconDownload size={15} aria-hidden />}>{t("Download the package")}</Button>
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

const importing = (file: File): Step => (dryRun) => {
  const form = new FormData();
  form.append("file", file);
  return api.post<Plan>("/meta/import", form, { query: { dry_run: dryRun || undefined } });
};

function Import() {
  const [file, setFile] = useState<File | null>(null);
  const change = useChange(() => { setFile(null); notice(t("The package is in force")); });
  const take = (taken: File | null | undefined) => {
    if (!taken) return;
    setFile(taken);
    void change.propose(importing(taken));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  return (
    <Section title={t("Import")} about={t("A package from another tenant or from a developer. You see the plan before anything is done.")}>
      <Refusals change={change} />
      <div className={classes.drop} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <FileButton accept=".zip,application/zip" onChange={take}>
          {(button) => <Button {...button} variant="default" loading={change.busy} leftSection={<IconUpload size={15} aria-hidden />}>{t("Choose a package")}</Button>}
        </FileButton>
        <Text size="sm" c="dimmed">{file ? file.name : t("or drop the zip file here")}</Text>
      </div>
      <PlanDialog change={change} title={file?.name ?? t("Import")} />
    </Section>
  );
}

export default function Transfer() {
  return (
    <SetupPage title={t("Export and import")} about={t("Carry a configuration from one tenant to another, or keep it in version control.")}>
      <Export />
      <Import />
    </SetupPage>
  );
}
