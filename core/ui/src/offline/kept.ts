// The answers that this person got on this device, kept for reading without a connection. The database bears the name of
// whoever signed in, so that nobody reads what another person saw; signing out deletes it.
import { openDB, deleteDB, type DBSchema, type IDBPDatabase } from "idb";
import type { RecordData } from "../api/types";
import { forgetFirst } from "../app/early";
import type { Waiting } from "./waiting";

export interface Kept {
  key: string;
  path: string;
  data: unknown;
  etag: string | null;
  /** When the server said it, in milliseconds. */
  at: number;
  /** Characters of the JSON. */
  size: number;
}

interface Schema extends DBSchema {
  answers: { key: string; value: Kept; indexes: { at: number; path: string } };
  waiting: { key: number; value: Waiting };
}
export type Store = IDBPDatabase<Schema>;

const PREFIX = "dougong:";
const WHO = "dougong:who";
const MOST = 800;
const LARGEST = 1_500_000;
const ROOM = 25_000_000;
/** What changes daily work nothing, or must not be old: setting up, sessions, running jobs. */
const PASSING = /^\/(meta|plugins|sessions|tokens|jobs|imports|exports|live|changes|search|lookup|files)\b|\/(explain|shares|form)$/;

/** What the server says before it is known whose page this is waits in `early`. */
const state: { store: Promise<Store> | null; name: string | null; isOwned: boolean; early: Kept[] } = { store: null, name: null, isOwned: false, early: [] };

const open = (name: string): Promise<Store> =>
  openDB<Schema>(name, 1, {
    upgrade(database) {
      const answers = database.createObjectStore("answers", { keyPath: "key" });
      answers.createIndex("at", "at");
      answers.createIndex("path", "path");
      database.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
    },
    // Somebody signs out in another window: their data goes, whatever this one would still like to keep.
    blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close(),
  });

/** Whose database it is as long as nobody knows better: whoever used this device last, without signing out. */
const last = (): string | null => localStorage.getItem(WHO);

export function store(): Promise<Store> | null {
  const name = last();
  if (!state.store && name) state.store = open(name);
  return state.store;
}

/** Answers of anybody else go; what they have not sent yet waits for them, unseen. */
async function clearOthers(own: string): Promise<void> {
  const names = (await indexedDB.databases?.())?.flatMap(({ name }) => (name?.startsWith(PREFIX) && name !== own ? [name] : [])) ?? [];
  for (const name of names) {
    const other = await open(name);
    await other.clear("answers");
    const isEmpty = (await other.count("waiting")) === 0;
    other.close();
    if (isEmpty) await deleteDB(name);
  }
}

/** Called with what the server says of who has signed in. */
export async function belongTo(tenant: string, user: string): Promise<void> {
  if (!("indexedDB" in globalThis)) return;
  const name = `${PREFIX}${tenant}:${user}`;
  if (last() !== name) {
    forgetFirst(); // of somebody else
    localStorage.setItem(WHO, name);
  }
  state.store = open(name);
  state.name = name;
  state.isOwned = true;
  await Promise.all(state.early.splice(0).map(keep));
  await clearOthers(name);
}

/** The session has ended: what is here waits, and isn't shown before the same person signs in again. */
export function lock(): void {
  localStorage.removeItem(WHO);
}

/** Deletes everything that was kept of this person. */
export async function forget(): Promise<void> {
  const name = last();
  localStorage.removeItem(WHO);
  const opened = await state.store;
  opened?.close();
  state.store = null;
  state.isOwned = false;
  if (name) await deleteDB(name);
}

/** Another window has signed out, or somebody else has signed in: this one begins anew. */
export function followWho(): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === WHO && state.name && event.newValue !== state.name) location.reload();
  };
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}

async function makeRoom(database: Store): Promise<void> {
  const all = (await database.getAllFromIndex("answers", "at")).reverse();
  const kept = { count: 0, size: 0 };
  const tooMany = all.filter(({ size }) => {
    kept.count += 1;
    kept.size += size;
    return kept.count > MOST || kept.size > ROOM;
  });
  await Promise.all(tooMany.map(({ key }) => database.delete("answers", key)));
}

const writes = { count: 0 };
const TRIM_EVERY = 50;

export async function keep(answer: Kept): Promise<void> {
  if (answer.size > LARGEST || PASSING.test(answer.path)) return;
  if (!state.isOwned) return void state.early.push(answer);
  try {
    const database = await state.store;
    await database?.put("answers", answer);
    writes.count += 1;
    if (database && writes.count % TRIM_EVERY === 0) await makeRoom(database);
  } catch {
    // A device without room reads online only.
  }
}

const RECORD = /^\/records\/([^/]+)\/([^/]+)$/;

/** A record as another page asked for it, or as much of it as a list showed. */
async function likely(database: Store, path: string): Promise<Kept | undefined> {
  const [whole] = await database.getAllFromIndex("answers", "path", path);
  const [, object = "", id = ""] = RECORD.exec(path) ?? [];
  if (whole || !object) return whole;
  for (const list of await database.getAllFromIndex("answers", "path", `/records/${object}`)) {
    const row = (list.data as { data?: RecordData[] }).data?.find((one) => one.id === id);
    if (row) return { ...list, key: path, path, data: row, etag: row.version ? `"${row.version}"` : null };
  }
  return undefined;
}

const FRESH = 6 * 60 * 60_000;

/** Whether a path was answered in the last hours. */
export async function isFresh(path: string): Promise<boolean> {
  const [kept] = (await (await store())?.getAllFromIndex("answers", "path", path)) ?? [];
  return kept !== undefined && Date.now() - kept.at < FRESH;
}

/** What the server said to the same question; of a record what it said of it at all. */
export async function recall(key: string, path: string): Promise<Kept | undefined> {
  try {
    const database = await store();
    if (!database) return undefined;
    return (await database.get("answers", key)) ?? (RECORD.test(path) ? await likely(database, path) : undefined);
  } catch {
    return undefined;
  }
}
