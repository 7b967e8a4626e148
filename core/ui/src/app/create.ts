// Opens the dialog that creates a record, loading it when it is first needed.
import type { RecordData } from "../api/types";
import { noticeProblem } from "./notices";

/** Resolves with the new record, or with null where the user gave up. */
export async function createRecord(object: string, defaults: Record<string, unknown> = {}): Promise<RecordData | null> {
  try {
    const dialog = await import("../record/CreateDialog");
    return await dialog.openCreate(object, defaults);
  } catch (error) {
    noticeProblem(error);
    return null;
  }
}
