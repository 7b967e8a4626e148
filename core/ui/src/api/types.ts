// The shapes that the server answers with; the pages know nothing else of it.

export type Id = string;
/** A record as JSON: decimals and money as strings, moments as RFC 3339 UTC, days as ISO, references as ids
 *  (or {id, name} where `expand` asked for it). Money has companions: amount, amount_currency, amount_rate,
 *  amount_rate_date, amount_base. An address is {street, district, city, state, postal_code, country}. */
export type RecordData = { id: Id; version?: number; owner_id?: Id | Named | null } & Record<string, unknown>;
export type Named = { id: Id; name: string };

/** GET /api/v1/me, PATCH /api/v1/me {language, time_zone}; POST /api/v1/session {email, password} answers the same.
 *  DELETE /api/v1/session signs out. With the session cookie every unsafe request needs X-CSRF-Token. */
export interface Me {
  user: { id: Id; name: string; email: string; language: Language; time_zone: string; role: string | null; permission_sets: string[] };
  system: string[]; // system grants: "administer", "export" ...
  tenant: { slug: string; name: string; currency: string; map?: { tiles: string; credit: string } };
  csrf: string;
  has_tasks: boolean;
}
export type Language = "en" | "zh" | "pl";

/** GET /api/v1/ui: the catalogue as this actor may see it, labels in the actor's language. Has an ETag. */
export interface UiCatalogue {
  version: string;
  objects: Record<string, UiObject>;
  views: Record<string, UiView[]>; // by object; the actor's own saved views among them
  layouts: Record<string, UiLayout>; // by object: the one that applies to this actor
  menu: { group: string; label: string; items: string[]; pages: string[] }[];
  slots: UiSlot[];
  panels: Record<string, UiPanel>;
  tasks?: boolean; // people are asked to decide anything at all
}
export interface UiObject {
  name: string;
  label: string;
  plural: string;
  help?: string;
  icon?: string; // a name of the Tabler icons, such as "building"
  color?: string;
  name_field: string;
  path?: string | null; // the choice field drawn as steps
  features: string[]; // activities, comments, files, follow
  owner: string; // the plugin it comes from, "core" or "tenant"
  rights: { create: boolean; read: boolean; edit: boolean; delete: boolean };
  fields: Record<string, UiField>; // only what the actor may see; system fields too (owner_id, created_at ...)
  conditional: boolean; // some field has visible_when, required_when, read_only_when or depends_on, or some section visible_when: ask …/form
  decided?: boolean; // people are asked to decide on its records: ask …/processes
  buttons?: AutomationButton[]; // automations that a person begins for a record
  compared?: string[]; // a new record is held against those that are there by these: ask …/duplicates
}
export interface AutomationButton { name: string; label: string; confirm: string | null }
export interface UiField {
  name: string;
  type: string; // of contract: text, long_text, ..., formula, rollup
  returns?: string; // of a formula or roll-up: the type it is shown as
  label: string;
  help?: string;
  required: boolean;
  unique: boolean;
  editable: boolean; // this actor may write it
  system: boolean;
  sortable: boolean;
  groupable: boolean;
  operators: string[]; // for the filter: "=", "<>", "<", "<=", ">", ">=", "in", "contains", "starts_with", "blank", "has"
  options?: UiOption[];
  depends_on?: string;
  to?: string | string[]; // reference, master_detail, many_to_many, user ("user"), any_reference (list or "*")
  scale?: number;
  max_length?: number;
  min?: string | number;
  max?: string | number;
  default?: unknown;
  capture?: boolean; // the device gives the value where it can
}
export interface UiOption {
  value: string;
  label: string;
  color?: string;
  for?: string[]; // offered only for these values of the field named by depends_on
  help?: string;
  entry?: string; // an expression that must hold on entry; the server says so when it doesn't
  message?: string;
  data?: Record<string, unknown>; // e.g. {probability: 50, outcome: "won"}
  retired?: boolean; // not offered any more; records keep it
}
export interface UiView {
  name: string;
  id?: Id; // a saved_view record, the actor's own or a shared one
  label: string;
  form: "table" | "board" | "calendar" | "gantt" | "map" | "gallery" | "pivot" | "roster";
  filter?: string; // an expression
  columns?: string[]; // may be paths: account.name
  sort?: string; // "-close_date,name"
  group_by?: string; // a field, or a date by its period: "close_date:month"
  split_by?: string; // the columns of a pivot, the lanes of a board
  sums?: string[]; // figures: "amount", "avg:amount", "count:owner_id"
  card?: string[];
  start?: string; // dates of calendar and Gantt
  end?: string;
  scale?: "day" | "week" | "month";
  place?: string; // a geo field
  image?: string;
  color_by?: string;
  limits?: Record<string, number>; // how many cards a column should have at most, by its value
  widths?: Record<string, number>;
  frozen?: number;
  density?: "compact" | "normal" | "roomy";
  default?: boolean;
  default_for?: string[]; // roles
  version?: number; // of a saved_view record, as the rest is
  mine?: boolean;
  shared?: boolean;
  locked?: boolean;
  opens?: string; // no view of its own, but a mark: the actor's lists of the object open with the view of that name
}
export interface UiLayout {
  name: string | null; // of its definition; null where the object has none
  header?: string[];
  path?: string | null;
  preview?: string | null; // a file or a picture, maybe at the end of a path: current.file
  sections: { label?: string; columns?: number; fields: string[]; visible_when?: string }[];
  related: { object: string; field: string; label: string; columns: string[] }[];
  panels?: string[];
}
/** What a plugin draws itself; GET /x/<plugin>/panels/<name> answers its file and its texts. */
export interface UiPanel {
  name: string;
  plugin: string;
  place: "record" | "home" | "page";
  label: string;
  icon?: string | null;
  object?: string | null;
  reads: string[]; // objects whose records it may ask for, its own and those that it writes among them
  writes: string[];
}
export interface UiSlot {
  place: "record.header.action" | "list.toolbar";
  plugin: string;
  label: string;
  object?: string | null;
  icon?: string | null;
  endpoint?: string; // POST /x/<plugin>/<endpoint> with {id} replaced
  sets?: Record<string, unknown>; // without an endpoint: the values that the record itself takes,
  saves?: string[]; // and the fields of it that are asked for
  opens?: string; // GET /x/<plugin>/<opens>: what the form begins with
  fields: Record<string, UiField>;
  visible_when?: string;
}

/** GET /api/v1/records/{object}?filter=&sort=&fields=a,b,account.name&expand=account,owner&limit=&after=&count=true&view=&q=
 *  A path in `fields` comes back under that very key ("account.name"). `q` is a word to look for in the record. */
export interface PageOf<T> { data: T[]; next: string | null; count?: number }

/** POST /api/v1/records/{object}/form {id?, values}: what the conditions of fields say for these (unsaved) values. */
export interface FormState {
  fields: Record<string, { visible: boolean; required: boolean; read_only: boolean; options?: string[] }>;
  sections: Record<string, boolean>; // whether each condition of a section of the actor's layout holds
}

/** GET /api/v1/records/{object}/{id}/timeline?limit=&after= */
export interface TimelineItem {
  kind: "activity" | "change" | "comment" | "file";
  id: string;
  at: string;
  by: Named | null;
  activity?: RecordData; // an `activity` record, with subject, kind (task, call, meeting, email, note), due_at, done_at, body
  comment?: RecordData; // a `comment` record, with body
  file?: RecordData; // a `file` record, with name, size, type
  event?: "created" | "updated" | "deleted" | "restored";
  changes?: { field: string; label: string; old: unknown; new: unknown }[]; // shown values
}
/** GET /api/v1/records/{object}/{id}/history */
export interface HistoryItem { at: string; by: Named | null; event: string; changes: { field: string; label: string; old: unknown; new: unknown }[] }

/** GET /api/v1/lookup/{object}?q=&limit= for pickers; `detail` tells equal names apart. */
export interface LookupHit { id: Id; name: string; detail?: string }
/** GET /api/v1/search?q=&objects= */
export interface SearchHit { object: string; id: Id; name: string; detail?: string; passage?: string } // passage: of a long text, around what was found

/** POST /api/v1/query */
export interface Query {
  object: string;
  filter?: string;
  group_by?: (string | Record<string, string>)[];
  measures?: Record<string, string>[];
  sort?: string;
  limit?: number;
}
export interface QueryAnswer { rows: Record<string, unknown>[] }

/** POST /api/v1/records/{object}/bulk */
export interface BulkAnswer { results: { status: "created" | "updated" | "deleted" | "error"; id?: Id; version?: number; errors?: FieldProblem[] }[] }

/** Any refusal: application/problem+json, `detail` in the actor's language. 412 carries `current`. */
export interface ProblemAnswer { status: number; title: string; detail: string; errors?: FieldProblem[]; current?: RecordData; duplicates?: FoundDuplicates; approval?: { name: string; label: string } }
export interface FieldProblem { field: string; code: string; message: string }

/** GET /api/v1/plugins -> {data: Plugin[]}; POST /api/v1/plugins/{name}/{install|enable|disable|detach|purge}?dry_run=true -> Plan */
export interface Plugin {
  name: string;
  title: string;
  description: string;
  version: string;
  state: "offered" | "installed" | "enabled" | "disabled" | "detached" | "purged";
  requires: string[];
  required_by: string[]; // enabled plugins that need it
  objects: string[]; // labels of what it adds
}
/** PUT /api/v1/meta/{kind}/{name}?dry_run=true -> Plan; 422 has errors whose `field` is a JSON pointer. */
export interface Plan { steps: { action: string; target: string; detail: string; destructive: boolean }[]; applied: boolean; version?: number }
/** GET /api/v1/meta/{kind}/{name}; GET /api/v1/meta/{kind} -> {data: MetaEntry[]}; GET …/versions -> {data: [{version, at, by, note}]} */
export interface MetaEntry { name: string; label: string; definition: Record<string, unknown>; layer: "core" | "plugin" | "tenant"; owner: string; version: number; revision: number; adjusted: boolean }

/** What a duplicate rule found; of a record that isn't visible just whose it is. */
export type Match = { visible: true; object: string; id: Id; name: string; owner: string | null; label: string; action: "warn" | "block" } | { visible: false; owner: string | null };
/** POST /api/v1/records/{object}/signature {text}: a new record as a signature tells it; the company that would have to be made. */
export interface SignatureRead { values: Record<string, unknown>; company: { field: string; object: string; values: Record<string, unknown> } | null; rest: string[] }
export interface FoundDuplicates { action: "warn" | "block"; matches: Match[] }

/** GET /api/v1/records/{object}/{id}/explain?user= : why this user sees it */
export interface Explanation { user: Named; visible: boolean; level: "none" | "read" | "edit" | "full"; reasons: string[]; fields: Record<string, { level: "none" | "read" | "edit"; reason: string }> }
/** POST …/{id}/share {user|team|role, level: "read"|"edit", expires_at?, team_role?} ; GET …/{id}/shares -> {data: Share[]} ; DELETE …/{id}/share/{share_id} */
export interface Share { id: Id; user?: Named; team?: Named; role?: string; level: "read" | "edit"; expires_at?: string | null; team_role?: string | null }
