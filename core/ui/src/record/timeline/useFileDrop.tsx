// Files for a record, dropped on it or picked.
import { useRef, useState, type DragEvent } from "react";
import { noticeProblem } from "../../app/notices";
import { uploadFile } from "../../fields/upload";
import { t } from "../../i18n";
import { useRecordPage } from "../RecordContext";

export function useFileDrop() {
  const { object, id, refresh } = useRecordPage();
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const upload = async (files: Iterable<File>) => {
    setBusy(true);
    try {
      for (const file of files) await uploadFile(file, { object: object.name, id });
    } catch (error) {
      noticeProblem(error);
    }
    setBusy(false);
    await refresh();
  };
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      setOver(false);
      void upload(event.dataTransfer.files);
    },
  };
  const picker = (
    <input ref={input} type="file" multiple hidden aria-label={t("Files")} onChange={(event) => {
      void upload([...(event.currentTarget.files ?? [])]);
      event.currentTarget.value = "";
    }} />
  );
  return { picker, drop, busy, over, open: () => input.current?.click() };
}
