// Speaks HTTP with the server: JSON, CSRF, language, idempotency keys, and refusals as ProblemError.
import { rememberFirst, takeEarly } from "../app/early";
import { lost, reached, shown } from "../offline/connection";
import { keep, lock, recall } from "../offline/kept";
import { overlay, unborn } from "../offline/waiting";
import type { FieldProblem, FoundDuplicates, Language, ProblemAnswer, RecordData } from "./types";

export class ProblemError extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldProblem[];
  readonly current?: RecordData;
  readonly duplicates?: FoundDuplicates;
  readonly approval?: { name: string; label: string };

  /** Whether what was refused was submitted for its approval instead. */
  submitted = false;

  constructor(answer: ProblemAnswer) {
    super(answer.detail || answer.title);
    this.status = answer.status;
    this.title = answer.title;
    this.detail = answer.detail;
    this.errors = answer.errors ?? [];
    this.current = answer.current;
    this.duplicates = answer.duplicates;
    this.approval = answer.approval;
  }
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  ifMatch?: string | null;
  /** A POST carries a fresh one by itself; null for a POST that only reads. */
  idempotencyKey?: string | null;
  signal?: AbortSignal;
  /** The page at this address begins with this: it is asked for early the next time. */
  isFirst?: boolean;
}
export interface Answer<T> {
  data: T;
  status: number;
  etag: string | null;
  location: string | null;
}

const writes = { last: 0 };
/** When this page last wrote something, in milliseconds. */
export const lastWrite = (): number => writes.last;

const session: { csrf: string; language: Language | "" } = { csrf: "", language: "" };

/** Called once `me` is known, and again after the language was changed. */
export function rememberSession(csrf: string, language: Language): void {
  session.csrf = csrf;
  session.language = language;
}

/** A key that makes the repetition of a POST harmless; `crypto.randomUUID` exists only on secure origins. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Short paths ("/records/account") are below /api/v1; "/x/…" and "/api/…" are taken as they stand. */
export function urlOf(path: string, query: RequestOptions["query"] = {}): string {
  const base = /^\/(x|api)\//.test(path) ? path : `/api/v1${path}`;
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== "") words.set(name, String(value));
  const text = words.toString();
  return text ? `${base}?${text}` : base;
}

function headersOf(method: string, body: unknown, options: RequestOptions): Headers {
  const headers = new Headers({ Accept: "application/json" });
  if (session.language) headers.set("Accept-Language", session.language);
  if (method !== "GET" && session.csrf) headers.set("X-CSRF-Token", session.csrf);
  if (method === "POST" && options.idempotencyKey !== null) headers.set("Idempotency-Key", options.idempotencyKey ?? newKey());
  if (options.ifMatch) headers.set("If-Match", options.ifMatch);
  if (body !== undefined && !(body instanceof FormData)) headers.set("Content-Type", "application/json");
  return headers;
}

function goToSignIn(): void {
  lock();
  const here = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

function problemIn(text: string, status: number, otherwise: string): ProblemError {
  try {
    return new ProblemError({ ...(JSON.parse(text) as ProblemAnswer), status });
  } catch {
    return new ProblemError({ status, title: otherwise, detail: otherwise });
  }
}

const problemOf = async (response: Response): Promise<ProblemError> => problemIn(await response.text(), response.status, response.statusText);

async function send(method: string, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const payload = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
  const request = { method, headers: headersOf(method, body, options), body: payload, signal: options.signal };
  try {
    const url = urlOf(path, options.query);
    if (options.isFirst) rememberFirst(url);
    return await ((method === "GET" && takeEarly(url)) || fetch(url, { ...request, credentials: "same-origin" }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    lost();
    throw new ProblemError({ status: 0, title: "offline", detail: "" });
  }
}

/** What this device was told before, where the server can't be reached. */
async function remembered<T>(key: string, path: string, error: unknown): Promise<Answer<T>> {
  if (!(error instanceof ProblemError) || error.status !== 0) throw error;
  const made = unborn(path);
  if (made) return { data: made as T, status: 200, etag: null, location: null };
  const kept = await recall(key, path);
  if (!kept) throw new ProblemError({ status: 0, title: "unseen", detail: "" });
  shown(kept.at);
  return { data: overlay(path, kept.data) as T, status: 200, etag: kept.etag, location: null };
}

/** The whole answer with its ETag; `api.*` give the body alone. What only reads is answered without a connection too. */
export async function request<T>(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer<T>> {
  const isReading = method === "GET" || (method === "POST" && options.idempotencyKey === null);
  if (!isReading) return (await asked<T>(method, path, body, options)).answer;
  if (unborn(path)) return remembered<T>("", path, new ProblemError({ status: 0, title: "unborn", detail: "" }));
  const key = urlOf(path, options.query) + (body === undefined ? "" : ` ${JSON.stringify(body)}`);
  try {
    const { answer, size } = await asked<T>(method, path, body, options);
    void keep({ key, path, data: answer.data, etag: answer.etag, at: Date.now(), size });
    return answer;
  } catch (error) {
    return remembered(key, path, error);
  }
}

const ACTIONS = { POST: "create", PATCH: "update", DELETE: "delete" } as const;

/** What an approval holds back can be submitted for it; the refusal then says so. */
async function offered(problem: ProblemError, method: string, path: string, body: unknown): Promise<ProblemError> {
  const [, object, id] = /^\/records\/([a-z0-9_]+)(?:\/([0-9a-f-]{36}))?$/.exec(path) ?? [];
  const action = ACTIONS[method as keyof typeof ACTIONS];
  if (!problem.approval || !object || !action) return problem;
  const { submitHeld, submitted } = await import("../processes/HeldDialog");
  if (!(await submitHeld(problem.approval.label, { object, action, ...(id && { id }), values: body }))) return problem;
  const told = new ProblemError({ status: problem.status, title: submitted(), detail: submitted() });
  told.submitted = true;
  return told;
}

async function asked<T>(method: string, path: string, body: unknown, options: RequestOptions): Promise<{ answer: Answer<T>; size: number }> {
  const response = await send(method, path, body, options);
  reached();
  if (response.status === 401) goToSignIn();
  if (method !== "GET") writes.last = Date.now();
  if (!response.ok) throw await offered(await problemOf(response), method, path, body);
  const text = response.status === 204 ? "" : await response.text();
  const data = (text ? JSON.parse(text) : null) as T;
  return { answer: { data, status: response.status, etag: response.headers.get("ETag"), location: response.headers.get("Location") }, size: text.length };
}

/** The answer as the text that it is, for what is no JSON. */
export async function getText(path: string): Promise<string> {
  const response = await send("GET", path, undefined, {});
  if (response.status === 401) goToSignIn();
  if (!response.ok) throw await problemOf(response);
  return response.text();
}

/** Sends a form and tells how much of it has gone out, which `fetch` can't. */
export function sendForm<T>(path: string, form: FormData, told: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", urlOf(path));
    headersOf("POST", form, {}).forEach((value, name) => sending.setRequestHeader(name, value));
    sending.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
    sending.onerror = () => reject(new ProblemError({ status: 0, title: "offline", detail: "" }));
    sending.onload = () => {
      writes.last = Date.now();
      if (sending.status === 401) goToSignIn();
      if (sending.status >= 200 && sending.status < 300) resolve(JSON.parse(sending.responseText) as T);
      else reject(problemIn(sending.responseText, sending.status, sending.statusText));
    };
    sending.send(form);
  });
}

const bodyOf = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).data;

export const api = {
  get: <T>(path: string, options?: RequestOptions) => bodyOf(request<T>("GET", path, undefined, options)),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => bodyOf(request<T>("POST", path, body ?? {}, options)),
  patch: <T>(path: string, body: unknown, options?: RequestOptions) => bodyOf(request<T>("PATCH", path, body, options)),
  put: <T>(path: string, body: unknown, options?: RequestOptions) => bodyOf(request<T>("PUT", path, body, options)),
  del: <T = null>(path: string, options?: RequestOptions) => bodyOf(request<T>("DELETE", path, undefined, options)),
};
