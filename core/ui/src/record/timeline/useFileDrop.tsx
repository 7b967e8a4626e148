// Files for a record, dropped on it or picked.
import { useRef, useState, type DragEvent } from "react";
import { noticeProblem } from "../../app/notices";
import { uploadFile } from "../../fields/upload";
import { t } from "../../i18n";
import { useRecordPage } from "../RecordContext";

export interface Sending {
  name: string;
  /** How much of it has gone out, from 0 to 1. */
  share: number;
}

export function useFileDrop() {
  const { object, id, refresh } = useRecordPage();
  const [sending, setSending] = useState<Sending[]>([]);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const upload = async (files: File[]) => {
    setSending(files.map(({ name }) => ({ name, share: 0 })));
    for (const [place, file] of files.entries()) {
      const told = (share: number) => setSending((now) => now.map((one, at) => (at === place ? { ...one, share } : one)));
      await uploadFile(file, { object: object.name, id }, told).catch(noticeProblem);
    }
    setSending([]);
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
      void upload([...event.dataTransfer.files]);
    },
  };
  const picker = (
    <input ref={input} type="file" multiple hidden aria-label={t("Files")} onChange={(event) => {
      void upload([...(event.currentTarget.files ?? [])]);
      event.currentTarget.value = "";
    }} />
  );
  return { picker, drop, sending, over, open: () => input.current?.click() };
}
