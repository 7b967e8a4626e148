// Answers what a panel asks for: only what it has declared, and only as far as whoever looks at it may.
// Whatever comes through the port may have been written by anybody, so it is checked like a request from outside.
import { api, ProblemError } from "../api/client";
import type { UiPanel } from "../api/types";
import { t } from "../i18n";

/** What a panel can do to the page around it. */
export interface Around {
  written: (object: string) => Promise<void>;
  refresh: () => Promise<void>;
  notice: (text: string) => void;
  open: (object: string, id: string) => void;
  /** Whether somebody has just clicked or typed in the panel itself. */
  attended: () => boolean;
}

type Doing = (panel: UiPanel, around: Around, args: unknown[]) => Promise<unknown>;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PART = /^[A-Za-z0-9_~-][A-Za-z0-9_.~-]*$/;
const LONGEST = 300;

function refused(detail: string): ProblemError {
  return new ProblemError({ status: 403, title: detail, detail });
}

function among(objects: string[], object: unknown, panel: UiPanel): string {
  if (typeof object === "string" && objects.includes(object)) return object;
  throw refused(t("The panel {panel} doesn’t declare that it needs {object}.", { panel: panel.name, object: String(object) }));
}

function idOf(id: unknown): string {
  if (typeof id === "string" && ID.test(id)) return id;
  throw refused(t("{id} is not the id of a record.", { id: String(id) }));
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const plain = (value: unknown): Record<string, unknown> => (isPlain(value) ? value : {});
const listed = (value: unknown): string | undefined => (Array.isArray(value) ? value.join(",") : value === undefined || value === null ? undefined : String(value));

/** Of what was given, the parameters of a request that are known. */
function queryOf(given: unknown, names: string[]): Record<string, string | undefined> {
  const found = plain(given);
  return Object.fromEntries(names.map((name) => [name, listed(found[name])]));
}

/** An address below the plugin, which no path can lead out of. */
function addressOf(panel: UiPanel, path: unknown): string {
  const parts = String(path).split("/");
  if (parts.every((part) => PART.test(part))) return `/x/${panel.plugin}/${parts.join("/")}`;
  throw refused(t("{path} is not the path of an endpoint.", { path: String(path) }));
}

async function changing<T>(around: Around, object: string, asked: Promise<T>): Promise<T> {
  const answer = await asked;
  await around.written(object);
  return answer;
}

const DOINGS: Record<string, Doing> = {
  "records.get": async (panel, _, [object, id, options]) =>
    api.get(`/records/${among(panel.reads, object, panel)}/${idOf(id)}`, { query: queryOf(options, ["fields", "expand"]) }),
  "records.list": async (panel, _, [object, options]) =>
    api.get(`/records/${among(panel.reads, object, panel)}`, { query: queryOf(options, ["filter", "sort", "fields", "expand", "limit", "after", "count", "q"]) }),
  "records.query": async (panel, _, [document]) => {
    among(panel.reads, plain(document).object, panel);
    return api.post("/query", document, { idempotencyKey: null });
  },
  "records.create": async (panel, around, [object, values]) => {
    const name = among(panel.writes, object, panel);
    return changing(around, name, api.post(`/records/${name}`, plain(values)));
  },
  "records.update": async (panel, around, [object, id, values, options]) => {
    const name = among(panel.writes, object, panel);
    const version = plain(options).version;
    return changing(around, name, api.patch(`/records/${name}/${idOf(id)}`, plain(values), { ifMatch: version === undefined ? null : `"${Number(version)}"` }));
  },
  "records.delete": async (panel, around, [object, id]) => {
    const name = among(panel.writes, object, panel);
    return changing(around, name, api.del(`/records/${name}/${idOf(id)}`));
  },
  get: async (panel, _, [path, query]) => api.get(addressOf(panel, path), { query: queryOf(query, Object.keys(plain(query))) }),
  post: async (panel, around, [path, body]) => {
    const answer = await api.post(addressOf(panel, path), plain(body));
    await around.refresh();
    return answer;
  },
  refresh: async (_, around) => around.refresh(),
  notice: async (_, around, [text]) => around.notice(String(text).slice(0, LONGEST)),
  open: async (panel, around, [object, id]) => {
    if (!around.attended()) throw refused(t("A panel may open a record when somebody has clicked in it."));
    around.open(among(panel.reads, object, panel), idOf(id));
  },
};

export async function doFor(panel: UiPanel, around: Around, op: unknown, args: unknown): Promise<unknown> {
  const doing = typeof op === "string" && Object.hasOwn(DOINGS, op) ? DOINGS[op] : undefined;
  if (!doing) throw refused(t("A panel can’t do that: {action}", { action: String(op) }));
  return doing(panel, around, Array.isArray(args) ? args : []);
}
