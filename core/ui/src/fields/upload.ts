// Sends a file to the server; with `about` it belongs to that record at once; `told` hears how much has gone out.
import { api, sendForm } from "../api/client";
import type { RecordData } from "../api/types";

export function uploadFile(file: File, about?: { object: string; id: string }, told?: (share: number) => void): Promise<RecordData> {
  const form = new FormData();
  form.append("file", file);
  if (about) {
    form.append("object", about.object);
    form.append("id", about.id);
  }
  return told ? sendForm<RecordData>("/files", form, told) : api.post<RecordData>("/files", form);
}
