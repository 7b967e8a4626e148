// The first step: a file, dropped or chosen; below it the imports of before, each to be put back.
import { Button, FileButton, Loader } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useState, type DragEvent } from "react";
import type { UiObject } from "../api/types";
import { noticeProblem } from "../app/notices";
import { uploadFile } from "../fields/upload";
import { t } from "../i18n";
import classes from "./Import.module.css";
import { Recent } from "./Recent";

const KINDS = ".csv,.tsv,.txt,.xlsx,.vcf,.ics,text/csv,text/vcard,text/calendar";

export function FileStep({ object, chosen }: { object: UiObject; chosen: (file: { id: string; name: string }) => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const take = async (file: File | null | undefined) => {
    if (!file) return;
    setBusy(true);
    try {
      const { id } = await uploadFile(file);
      await chosen({ id, name: file.name });
    } catch (error) {
      noticeProblem(error);
    }
    setBusy(false);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <div className={classes.drop} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        {busy ? <Loader size="sm" /> : <IconFileSpreadsheet size={34} stroke={1.3} />}
        <p>{t("Drop a file here: CSV, Excel, vCard or calendar. Encoding and separators are found out.")}</p>
        <FileButton onChange={(file) => void take(file)} accept={KINDS}>
          {(props) => <Button {...props} loading={busy}>{t("Choose a file")}</Button>}
        </FileButton>
      </div>
      <Recent object={object} />
    </>
  );
}
