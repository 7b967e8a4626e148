// Sends a file to the server; with `about` it belongs to that record at once.
import { api } from "../api/client";
import type { RecordData } from "../api/types";

export function uploadFile(file: File, about?: { object: string; id: string }): Promise<RecordData> {
  const form = new FormData();
  form.append("file", file);
  if (about) {
    form.append("object", about.object);
    form.append("id", about.id);
  }
  return api.post<RecordData>("/files", form);
}
