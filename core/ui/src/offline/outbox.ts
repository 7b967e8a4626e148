// Changes made without a connection: kept, shown as waiting, sent in their order when the connection is back, each once at most.
import { keys } from "../api/hooks";
import { api, newKey, ProblemError, rememberSession, request } from "../api/http";
import type { Me, RecordData, UiCatalogue, UiObject } from "../api/types";
import { clashing, wired } from "../record/clash";
import { sameValue, valueOf, type Values } from "../fields/drafts";
import { uploadFile } from "../fields/upload";
import { queryClient } from "../app/queryClient";
import { store } from "./kept";
import { connection } from "./connection";
import { isUnborn, newName, waitingChanges, type Waiting } from "./waiting";

/** So long the server remembers what it answered to a key. */
const REMEMBERED = 40 * 60 * 60_000;
const LOCK = "dougong:outbox";

const told = "BroadcastChannel" in globalThis ? new BroadcastChannel(LOCK) : null;

/** Reads what waits; other windows of the same person change it too. */
export async function loadWaiting(): Promise<void> {
  const database = await store();
  waitingChanges.set((await database?.getAll("waiting")) ?? []);
}
told?.addEventListener("message", () => void loadWaiting());

async function put(entry: Omit<Waiting, "id"> | Waiting): Promise<void> {
  const database = await store();
  if (!database) throw new ProblemError({ status: 0, title: "offline", detail: "" });
  await database.put("waiting", entry as Waiting);
  await loadWaiting();
  told?.postMessage(null);
}

export async function drop(id: number): Promise<void> {
  await (await store())?.delete("waiting", id);
  await loadWaiting();
  told?.postMessage(null);
}

const isUnreached = (error: unknown): boolean => error instanceof ProblemError && error.status === 0;
const filesOf = (values: Values): Record<string, File> => Object.fromEntries(Object.entries(values).filter((entry): entry is [string, File] => entry[1] instanceof File));
const plainOf = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => !(value instanceof File)));

export const waitsFor = (id: string): boolean => waitingChanges.get().some((one) => one.record === id);

interface Change {
  object: UiObject;
  seen: RecordData;
  etag: string | null;
  drafts: Values;
}

/** Keeps a change of a record; what waits for the same record and was never sent takes it in. */
async function keepChange({ object, seen, etag, drafts }: Change): Promise<void> {
  const before = waitingChanges.get().findLast((one) => one.record === seen.id);
  const [files, plain] = [filesOf(drafts), plainOf(drafts)];
  const body = wired(object, plain);
  if (before?.state === "waiting" && before.kind !== "action" && !before.tried) {
    return put({ ...before, body: { ...before.body, ...body }, drafts: { ...before.drafts, ...plain }, files: { ...before.files, ...files } });
  }
  const name = String(seen[object.name_field] ?? object.label);
  const path = `/records/${object.name}/${seen.id}`;
  await put({ kind: "change", object: object.name, record: seen.id, name, path, body, drafts: plain, files, seen, etag, key: newKey(), at: Date.now(), state: "waiting" });
}

/** Saves, or keeps the change where the server can't be reached: answers true when it waits. */
export async function saveOrWait(change: Change, save: () => Promise<void>): Promise<boolean> {
  const mustWait = waitsFor(change.seen.id) || Object.keys(filesOf(change.drafts)).length > 0;
  try {
    if (!mustWait) {
      await save();
      return false;
    }
  } catch (error) {
    if (!isUnreached(error)) throw error;
  }
  await keepChange(change);
  // What is drawn may still be on its way from before the change was kept.
  if (connection.get().isLost) void queryClient.invalidateQueries({ queryKey: keys.object(change.object.name) });
  void sendWaiting();
  return true;
}

interface Making {
  object: UiObject;
  body: Values;
  drafts: Values;
  key: string;
  query?: Waiting["query"];
}

/** Makes a record, or keeps it where the server can't be reached; it is shown under a name of its own until then. */
export async function createOrWait({ object, body, drafts, key, query }: Making): Promise<RecordData> {
  const path = `/records/${object.name}`;
  const needsOther = waitingChanges.get().some((one) => isUnborn(one.record) && JSON.stringify(body).includes(one.record));
  try {
    if (!needsOther) return await api.post<RecordData>(path, body, { idempotencyKey: key, query });
  } catch (error) {
    if (!isUnreached(error)) throw error;
  }
  const record = newName(key);
  const name = String(drafts[object.name_field] ?? object.label);
  await put({ kind: "create", object: object.name, record, name, path, query, body, drafts, files: {}, seen: null, etag: null, key, at: Date.now(), tried: needsOther ? undefined : Date.now(), state: "waiting" });
  return { ...drafts, id: record };
}

/** An action of a plugin on a record. Null where it waits. */
export async function postOrWait<T>(object: UiObject, seen: RecordData, label: string, path: string, body: Values, key: string): Promise<T | null> {
  try {
    if (!waitsFor(seen.id)) return await api.post<T>(path, body, { idempotencyKey: key });
  } catch (error) {
    if (!isUnreached(error)) throw error;
  }
  await put({ kind: "action", object: object.name, record: seen.id, name: `${label}: ${String(seen[object.name_field] ?? "")}`, path, body, drafts: {}, files: {}, seen, etag: null, key, at: Date.now(), tried: Date.now(), state: "waiting" });
  return null;
}

// -- sending

/** Photos go first; what has arrived is noted at once, so that it isn't sent again. */
async function withFiles(entry: Waiting): Promise<Waiting> {
  let sent = entry;
  for (const [name, file] of Object.entries(entry.files)) {
    const { id } = await uploadFile(file);
    const { [name]: _sent, ...files } = sent.files;
    sent = { ...sent, files, body: { ...sent.body, [name]: id }, drafts: { ...sent.drafts, [name]: id } };
    await put(sent);
  }
  return sent;
}

/** Over the version that its author saw; where somebody else was faster, over theirs, unless both changed the same. */
async function sendChange(object: UiObject, waiting: Waiting): Promise<void> {
  const entry = await withFiles(waiting);
  const { body } = entry;
  try {
    await request("PATCH", entry.path, body, { ifMatch: entry.etag });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 412) throw error;
    const theirs = await request<RecordData>("GET", entry.path);
    const open = Object.keys(body).filter((name) => {
      const field = object.fields[name];
      return !field || !sameValue(field, valueOf(field, theirs.data), entry.drafts[name] ?? body[name]);
    });
    if (entry.seen && clashing(object, entry.seen, theirs.data, entry.drafts).length) throw error;
    const rest = Object.fromEntries(open.map((name) => [name, body[name]]));
    if (open.length) await request("PATCH", entry.path, rest, { ifMatch: theirs.etag });
  }
}

/** What named the record before it was there names it by its id. */
async function name(entry: Waiting, id: string): Promise<void> {
  const database = await store();
  for (const later of waitingChanges.get().filter((one) => one.id > entry.id)) {
    const { files, ...plain } = later;
    const text = JSON.stringify(plain);
    if (text.includes(entry.record)) await database?.put("waiting", { ...(JSON.parse(text.replaceAll(entry.record, id)) as Waiting), files });
  }
  if (location.pathname.includes(entry.record)) location.replace(location.pathname.replace(entry.record, id));
}

async function sendOne(catalogue: UiCatalogue, entry: Waiting): Promise<void> {
  const object = catalogue.objects[entry.object];
  if (!object) throw new ProblemError({ status: 404, title: "", detail: "" });
  if (entry.kind === "change") return sendChange(object, entry);
  const { data } = await request<RecordData | null>("POST", entry.path, entry.body, { idempotencyKey: entry.key, query: entry.query });
  if (entry.kind === "create" && data) await name(entry, data.id);
}

const isPassing = ({ status }: ProblemError): boolean => status === 0 || status === 401 || status === 429 || status >= 500;

/** Answers whether the next one may be sent. */
async function attempt(catalogue: UiCatalogue, entry: Waiting): Promise<boolean> {
  const isOld = entry.kind !== "change" && entry.tried !== undefined && Date.now() - entry.tried > REMEMBERED;
  if (isOld) {
    await put({ ...entry, tried: undefined, key: newKey(), state: "refused", problem: { detail: "", errors: [] } });
    return true;
  }
  await put({ ...entry, tried: entry.tried ?? Date.now() });
  try {
    await sendOne(catalogue, entry);
    await drop(entry.id);
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError) || isPassing(error)) return false;
    await put({ ...entry, state: error.status === 412 ? "conflict" : "refused", problem: { detail: error.detail || error.title, errors: error.errors } });
    return true;
  }
}

async function sendAll(): Promise<void> {
  await loadWaiting();
  if (!waitingChanges.get().some((one) => one.state === "waiting")) return;
  const me = await api.get<Me>("/me");
  if (connection.get().isLost || !(await store())?.name.endsWith(`:${me.user.id}`)) return;
  rememberSession(me.csrf, me.user.language);
  const catalogue = await api.get<UiCatalogue>("/ui");
  const held = new Set<string>(); // what comes after a change that is refused waits for it
  for (const { id } of waitingChanges.get()) {
    const entry = waitingChanges.get().find((one) => one.id === id);
    if (!entry) continue;
    const needs = [...held].some((record) => entry.record === record || JSON.stringify(entry.body).includes(record));
    if (entry.state !== "waiting" || needs) held.add(entry.record);
    else if (!(await attempt(catalogue, entry))) return;
    else if (waitingChanges.get().some((one) => one.id === id)) held.add(entry.record);
  }
}

const sending = { again: false, running: null as Promise<void> | null };

/** One window sends at a time; what comes meanwhile goes in the next round. */
export async function sendWaiting(): Promise<void> {
  if (sending.running) {
    sending.again = true;
    return sending.running;
  }
  const run = async () => {
    do {
      sending.again = false;
      const before = waitingChanges.get();
      await sendAll().catch(() => undefined);
      if (waitingChanges.get().length < before.length) await queryClient.invalidateQueries();
    } while (sending.again);
  };
  sending.running = navigator.locks ? navigator.locks.request(LOCK, run) : run();
  await sending.running.finally(() => {
    sending.running = null;
  });
}

/** Sends again what its author has mended, or sends as it is. */
export async function mend(entry: Waiting, changes: Partial<Waiting>): Promise<void> {
  await put({ ...entry, tried: undefined, key: newKey(), problem: undefined, ...changes, state: "waiting" });
  await sendWaiting();
}
