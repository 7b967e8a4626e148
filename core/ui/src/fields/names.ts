// Names of records by their ids: what a page asks for in one moment goes to the server together, once for each object.
import { api } from "../api/client";
import type { PageOf, RecordData } from "../api/types";

/** So many ids go into one request. */
const MOST = 100;

/** What is asked of one object, until the moment has passed. */
interface Batch {
  ids: Set<string>;
  names: Promise<Map<string, string>>;
}

const open = new Map<string, Batch>();

async function read(object: string, nameField: string, ids: Set<string>): Promise<Map<string, string>> {
  const filter = `id IN (${[...ids].map((id) => JSON.stringify(id)).join(", ")})`;
  const query = { filter, fields: nameField, limit: ids.size };
  const { data } = await api.get<PageOf<RecordData>>(`/records/${object}`, { query });
  return new Map(data.map((record) => [record.id, String(record[nameField] ?? "")]));
}

function begin(object: string, nameField: string): Batch {
  const ids = new Set<string>();
  const names = new Promise<void>((go) => setTimeout(go)).then(() => {
    if (open.get(object)?.ids === ids) open.delete(object);
    return read(object, nameField, ids);
  });
  return { ids, names };
}

/** The name of a record, or "" where there is none that this user may see. */
export async function askName(object: string, nameField: string, id: string): Promise<string> {
  const before = open.get(object);
  const batch = before && before.ids.size < MOST ? before : begin(object, nameField);
  open.set(object, batch);
  batch.ids.add(id);
  return (await batch.names).get(id) ?? "";
}
