// Opens the dialog that creates a record, loading it when it is first needed.
import type { RecordData } from "../api/types";
import { noticeProblem } from "./notices";

/** `signature`: a pasted text that the form begins with. Resolves with the new record, or with null where the user gave up. */
export async function createRecord(object: string, defaults: Record<string, unknown> = {}, signature?: string): Promise<RecordData | null> {
  try {
    const dialog = await import("../record/CreateDialog");
    return await dialog.openCreate(object, defaults, signature);
  } catch (error) {
    noticeProblem(error);
    return null;
  }
}
