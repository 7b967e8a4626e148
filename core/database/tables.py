"""The platform's own tables in every tenant's schema or file, and those of the control database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from metadata.storage import Id, Moment

__all__ = ["CONTROL", "SYSTEM"]


class CurrentTransaction(FunctionElement[int]):
    """The number of the transaction that writes a row. SQLite has one writer, so that there any number will do."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(CurrentTransaction, "postgresql")
def _on_postgresql(element: CurrentTransaction, compiler: Any, **more: Any) -> str:
    return "(pg_current_xact_id()::text::bigint)"


@compiles(CurrentTransaction)
def _elsewhere(element: CurrentTransaction, compiler: Any, **more: Any) -> str:
    return "0"


#: Tables of a tenant. Objects' tables stand beside them; no object's name begins with `dg_`.
SYSTEM = sa.MetaData()
#: Tables of the installation.
CONTROL = sa.MetaData()

control_tenant = sa.Table(
    "dg_tenant",
    CONTROL,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("place", sa.Text, nullable=False, comment="database URL of the tenant; empty: beside the control database"),
    sa.Column("schema", sa.Text, nullable=False, comment="schema on PostgreSQL, file name on SQLite"),
    sa.Column("role", sa.Text, nullable=False, server_default="", comment="of PostgreSQL, owns the schema; empty: the login"),
    sa.Column("status", sa.Text, nullable=False, server_default="active"),
    sa.Column("created_at", Moment, nullable=False),
)

state = sa.Table(
    "dg_state",
    SYSTEM,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("slug", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="active"),
    sa.Column("catalogue_version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("rights_version", sa.Integer, nullable=False, server_default="0"),
)

definition = sa.Table(
    "dg_definition",
    SYSTEM,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, primary_key=True, comment="core, the name of a plugin, or tenant"),
    sa.Column("layer", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
)

definition_version = sa.Table(
    "dg_definition_version",
    SYSTEM,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("retired", sa.Boolean, nullable=False),
    sa.Column("author_id", Id),
    sa.Column("at", Moment, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("catalogue_version", sa.Integer, nullable=False),
)

plugin = sa.Table(
    "dg_plugin",
    SYSTEM,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False, comment="order of layers: requirements first"),
    sa.Column("at", Moment, nullable=False),
    sa.Column("notice", sa.Text, nullable=False, server_default=""),
)

credential = sa.Table(
    "dg_credential",
    SYSTEM,
    sa.Column("user_id", Id, primary_key=True),
    sa.Column("password", sa.Text, nullable=False, comment="argon2id"),
    sa.Column("changed_at", Moment, nullable=False),
)

session = sa.Table(
    "dg_session",
    SYSTEM,
    sa.Column("hash", sa.Text, primary_key=True, comment="SHA-256 of the cookie"),
    sa.Column("id", Id, nullable=False, unique=True),
    sa.Column("user_id", Id, nullable=False, index=True),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("agent", sa.Text, nullable=False, server_default=""),
    sa.Column("address", sa.Text, nullable=False, server_default=""),
)

token = sa.Table(
    "dg_token",
    SYSTEM,
    sa.Column("hash", sa.Text, primary_key=True, comment="SHA-256 of the token"),
    sa.Column("id", Id, nullable=False, unique=True),
    sa.Column("user_id", Id, nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment),
)

audit = sa.Table(
    "dg_audit",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("actor_id", Id, comment="null: nobody who is known"),
    sa.Column("kind", sa.Text, nullable=False, comment="sign_in, token, export, module, delivery"),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False, comment="JSON"),
    sa.Column("address", sa.Text, nullable=False, comment="where the request came from"),
)

share = sa.Table(
    "dg_share",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False),
    sa.Column("grantee", sa.Text, nullable=False, comment="user:<id>, team:<id> or role:<name>"),
    sa.Column("level", sa.Integer, nullable=False, comment="1 read, 2 edit"),
    sa.Column("team_role", sa.Text),
    sa.Column("expires_at", Moment),
    sa.Column("created_by", Id),
    sa.Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("object", "record_id", "grantee"),
    sa.Index("dg_share_grantee", "grantee", "object", "record_id"),
)

event = sa.Table(
    "dg_event",
    SYSTEM,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="created, updated, deleted, restored, shared, unshared, merged"),
    sa.Column("changes", sa.Text, nullable=False, comment="JSON {field: [old, new]}"),
    sa.Column("actor_id", Id),
    sa.Column("at", Moment, nullable=False),
    sa.Column("source", sa.Text, nullable=False, server_default="", comment="what wrote it: api, import, job name ..."),
    sa.Column("tx", sa.BigInteger, nullable=False, server_default=CurrentTransaction(), comment="the transaction that wrote it"),
    sa.Index("dg_event_record", "record_id", "seq"),
    sa.Index("dg_event_order", "tx", "seq").ddl_if(dialect="postgresql"),
)

listener = sa.Table(
    "dg_listener",
    SYSTEM,
    sa.Column("name", sa.Text, primary_key=True, comment="who goes through the events, see core.events"),
    sa.Column("tx", sa.BigInteger, nullable=False, comment="with seq: the last event that it has dealt with"),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

change_set = sa.Table(
    "dg_change_set",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False, comment="import, update, merge ...: what was done"),
    sa.Column("object", sa.Text, nullable=False, comment="to records of which object"),
    sa.Column("title", sa.Text, nullable=False, server_default="", comment="why, in words for people"),
    sa.Column("state", sa.Text, nullable=False, comment="open, done, reverting, reverted"),
    sa.Column("actor_id", Id),
    sa.Column("at", Moment, nullable=False),
    sa.Column("changes", sa.Integer, nullable=False, server_default="0", comment="how many rows dg_change got"),
    sa.Column("created", sa.Integer, nullable=False, server_default="0"),
    sa.Column("updated", sa.Integer, nullable=False, server_default="0"),
    sa.Column("deleted", sa.Integer, nullable=False, server_default="0"),
    sa.Column("restored", sa.Integer, nullable=False, server_default="0"),
    sa.Column("shared", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reverted", sa.Integer, nullable=False, server_default="0", comment="changes put back"),
    sa.Column("refused", sa.Integer, nullable=False, server_default="0", comment="changes that could not be put back"),
    sa.Column("reverted_by", Id),
    sa.Column("reverted_at", Moment),
    sa.Index("dg_change_set_at", "at"),
)

change = sa.Table(
    "dg_change",
    SYSTEM,
    sa.Column("set_id", Id, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False, comment="created, updated, deleted, restored, shared"),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id, nullable=False),
    sa.Column("before", sa.Text, nullable=False, comment="JSON: what is needed to put it back"),
    sa.Column("version", sa.Integer, nullable=False, comment="of the record, after"),
    sa.Column("refusal", sa.Text, comment="why it could not be put back"),
    sa.Index("dg_change_record", "set_id", "record_id"),
)

data_import = sa.Table(
    "dg_import",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False, comment="the name of the file"),
    sa.Column("file_id", Id, comment="the uploaded file; null: the command line has it"),
    sa.Column("mapping", sa.Text, nullable=False, comment="JSON, as it was used"),
    sa.Column("headings", sa.Text, nullable=False, comment="JSON"),
    sa.Column("dry_run", sa.Boolean, nullable=False),
    sa.Column("duplicates", sa.Text, nullable=False, comment="keep or refuse rows that a rule takes for records there are"),
    sa.Column("state", sa.Text, nullable=False, comment="running, done"),
    sa.Column("lines", sa.Integer, nullable=False, comment="of the file"),
    sa.Column("position", sa.Integer, nullable=False, comment="how many rows are done"),
    sa.Column("line", sa.Integer, nullable=False, comment="of the last of them"),
    sa.Column("later", sa.Integer, nullable=False, comment="how many references of the second pass are done"),
    sa.Column("report", sa.Text, nullable=False, comment="JSON of counts so far"),
    sa.Column("job_id", Id),
    sa.Column("change_set_id", Id),
    sa.Column("actor_id", Id),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)

import_error = sa.Table(
    "dg_import_error",
    SYSTEM,
    sa.Column("import_id", Id, primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("cells", sa.Text, nullable=False, comment="JSON, as they stand in the file"),
    sa.Column("problem", sa.Text, nullable=False, comment="JSON, told in the reader's language"),
)

import_row = sa.Table(
    "dg_import_row",
    SYSTEM,
    sa.Column("import_id", Id, primary_key=True),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.Text, nullable=False, comment="digest; while the import runs, so that no key comes twice"),
    sa.Column("said", sa.Text, nullable=False, comment="digest of the values"),
    sa.Column("record_id", Id),
    sa.Column("later", sa.Text, nullable=False, comment="JSON: references that are set in the second pass"),
)

bulk_job = sa.Table(
    "dg_bulk_job",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("operation", sa.Text, nullable=False, comment="update, assign, transfer, tag, untag, share, delete"),
    sa.Column("arguments", sa.Text, nullable=False, comment="JSON"),
    sa.Column("selection", sa.Text, nullable=False, comment="JSON: ids, or filter, q and view"),
    sa.Column("reached", sa.Text, nullable=False, comment="how far: a number of ids, or the cursor of the list"),
    sa.Column("last", Id, nullable=False, comment="records made after this one are no part of it"),
    sa.Column("state", sa.Text, nullable=False, comment="running, done"),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("failed", sa.Integer, nullable=False),
    sa.Column("job_id", Id),
    sa.Column("change_set_id", Id),
    sa.Column("actor_id", Id),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)

bulk_error = sa.Table(
    "dg_bulk_error",
    SYSTEM,
    sa.Column("bulk_job_id", Id, primary_key=True),
    sa.Column("record_id", Id, primary_key=True),
    sa.Column("problem", sa.Text, nullable=False, comment="JSON, told in the reader's language"),
)

job = sa.Table(
    "dg_job",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, comment="waiting, running, done, failed, cancelled"),
    sa.Column("due", Moment, nullable=False),
    sa.Column("lease_until", Moment),
    sa.Column("fence", sa.Integer, nullable=False, server_default="0"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("actor_id", Id),
    sa.Column("idempotency_key", sa.Text, unique=True),
    sa.Column("progress", sa.Integer, nullable=False, server_default="0", comment="percent"),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index("dg_job_next", "state", "due", "id"),
)

turn = sa.Table(
    "dg_turn",
    SYSTEM,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("ring", sa.Text, nullable=False, comment="the message that carries the tenant's turn; empty: none is on its way"),
    sa.Column("at", Moment, nullable=False),
)

program = sa.Table(
    "dg_program",
    SYSTEM,
    sa.Column("digest", sa.Text, primary_key=True, comment="SHA-256 of kind and document"),
    sa.Column("kind", sa.Text, nullable=False, comment="automation, approval"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False, comment="JSON: what processes that began with it keep to"),
    sa.Column("at", Moment, nullable=False),
)

process = sa.Table(
    "dg_process",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False, comment="automation, approval"),
    sa.Column("name", sa.Text, nullable=False, comment="of the definition"),
    sa.Column("digest", sa.Text, nullable=False, comment="of the program"),
    sa.Column("definition_version", sa.Integer, nullable=False, comment="as people number it"),
    sa.Column("object", sa.Text, nullable=False, comment="empty: it is about no record"),
    sa.Column("record_id", Id),
    sa.Column("initiator", Id, comment="for whom it runs; null: the system"),
    sa.Column("submitter", Id, comment="who began it"),
    sa.Column("state", sa.Text, nullable=False, comment="running, returned, suspended, ended"),
    sa.Column("outcome", sa.Text, nullable=False, comment="how it ended"),
    sa.Column("stuck", sa.Boolean, nullable=False, comment="whether a step waits for repair"),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("content", sa.Text, nullable=False, comment="JSON: where it stands, what it waits for"),
    sa.Column("cause", sa.Text, nullable=False, comment="JSON: what began it"),
    sa.Column("depth", sa.Integer, nullable=False, comment="how many processes began each other up to this one"),
    sa.Column("parent_id", Id, comment="the process that waits for its end"),
    sa.Column("parent_visit", sa.Integer),
    sa.Column("open_key", sa.Text, unique=True, comment="while it is open: one for a record and definition"),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Index("dg_process_record", "record_id", "id"),
    sa.Index("dg_process_state", "state", "stuck", "id"),
    sa.Index("dg_process_name", "name", "id"),
    sa.Index("dg_process_parent", "parent_id"),
)

task = sa.Table(
    "dg_task",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("process_id", Id, nullable=False),
    sa.Column("number", sa.Integer, nullable=False, comment="in its process"),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("assignee", Id),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("content", sa.Text, nullable=False, comment="JSON: the rest of it"),
    sa.Column("due_at", Moment),
    sa.Column("asked_at", Moment, comment="when it became somebody's turn"),
    sa.Column("decided_by", Id),
    sa.Column("decided_at", Moment),
    sa.Column("comment", sa.Text, nullable=False),
    sa.UniqueConstraint("process_id", "number"),
    sa.Index("dg_task_decided", "decided_by", "decided_at"),
)

task_holder = sa.Table(
    "dg_task_holder",
    SYSTEM,
    sa.Column("user_id", Id, primary_key=True),
    sa.Column("task_id", Id, primary_key=True, comment="one that this user has in the list of what is to be done"),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("record_id", Id),
    sa.Index("dg_task_holder_task", "task_id"),
    sa.Index("dg_task_holder_record", "record_id"),
)

process_note = sa.Table(
    "dg_process_note",
    SYSTEM,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("process_id", Id, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("visit", sa.Integer, nullable=False),
    sa.Column("by", Id),
    sa.Column("facts", sa.Text, nullable=False, comment="JSON"),
    sa.Index("dg_process_note_process", "process_id", "seq"),
)

process_wait = sa.Table(
    "dg_process_wait",
    SYSTEM,
    sa.Column("process_id", Id, primary_key=True),
    sa.Column("visit", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("object", sa.Text, nullable=False, comment="events of which object it waits for"),
    sa.Column("record_id", Id, comment="of just this record"),
    sa.Index("dg_process_wait_object", "object", "record_id"),
)

record_lock = sa.Table(
    "dg_record_lock",
    SYSTEM,
    sa.Column("record_id", Id, primary_key=True),
    sa.Column("process_id", Id, primary_key=True, comment="the process that keeps the record as it is"),
    sa.Column("object", sa.Text, nullable=False),
)

mark = sa.Table(
    "dg_mark",
    SYSTEM,
    sa.Column("name", sa.Text, primary_key=True, comment="of what: whose turn it is to be assigned, until when dates were looked at"),
    sa.Column("value", sa.BigInteger, nullable=False, comment="how far it has come"),
)

idempotency = sa.Table(
    "dg_idempotency",
    SYSTEM,
    sa.Column("principal", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False, comment="of method, path and body"),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("headers", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

series = sa.Table(
    "dg_series",
    SYSTEM,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

sealing = sa.Table(
    "dg_sealing",
    SYSTEM,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False, comment="what makes the keys of secret fields the tenant's own"),
)

search = sa.Table(
    "dg_search",
    SYSTEM,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("record_id", Id, nullable=False, unique=True),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False, comment="folded words and pairs of Chinese characters"),
)

match_key = sa.Table(
    "dg_match_key",
    SYSTEM,
    sa.Column("key", sa.Text, primary_key=True, comment="hash of a rule and of what it compares"),
    sa.Column("record_id", Id, primary_key=True),
    sa.Column("rule", sa.Text, nullable=False, comment="fingerprint of the duplicate rule"),
    sa.Index("dg_match_key_record", "record_id"),
    sqlite_with_rowid=False,
)

match_rule = sa.Table(
    "dg_match_rule",
    SYSTEM,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, nullable=False, comment="of the rule whose keys are stored"),
    sa.Column("reached", sa.Text, nullable=False, server_default="", comment="id up to which old records have their keys"),
    sa.Column("built", sa.Boolean, nullable=False),
)

duplicate = sa.Table(
    "dg_duplicate",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("job_id", Id, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("score", sa.Integer, nullable=False, comment="per mille"),
    sa.Column("records", sa.Text, nullable=False, comment="JSON list of ids"),
    sa.Column("reasons", sa.Text, nullable=False, comment="JSON list of {one, other, rule, score, fields}"),
    sa.Column("found_by", Id),
    sa.Column("at", Moment, nullable=False),
    sa.Index("dg_duplicate_object", "object", "score", "id"),
)

not_duplicate = sa.Table(
    "dg_not_duplicate",
    SYSTEM,
    sa.Column("one", Id, primary_key=True, comment="the smaller id"),
    sa.Column("other", Id, primary_key=True),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("said_by", Id),
    sa.Column("at", Moment, nullable=False),
)

merged = sa.Table(
    "dg_merged",
    SYSTEM,
    sa.Column("record_id", Id, primary_key=True, comment="of a record that was merged into another"),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("into_id", Id, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

job_result = sa.Table(
    "dg_job_result",
    SYSTEM,
    sa.Column("job_id", Id, primary_key=True),
    sa.Column("document", sa.Text, nullable=False, comment="JSON: what a job found, for whoever started it"),
)

delivery = sa.Table(
    "dg_delivery",
    SYSTEM,
    sa.Column("id", Id, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True, comment="asking twice for the same key makes one"),
    sa.Column("receiver", sa.Text, nullable=False, comment="an e-mail address, a URL"),
    sa.Column("place", sa.Text, nullable=False, comment="what is left alone for a while when it can't be reached: a host"),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("options", sa.Text, nullable=False, comment="JSON, sealed"),
    sa.Column("object", sa.Text, nullable=False, comment="with record_id: what it is about"),
    sa.Column("record_id", Id),
    sa.Column("subscription_id", Id, comment="the webhook that wants it"),
    sa.Column("actor_id", Id),
    sa.Column("source", sa.Text, nullable=False, comment="what wanted it: api, the name of a job ..."),
    sa.Column("state", sa.Text, nullable=False, comment="queued, sent, failed, dead"),
    sa.Column("turn", sa.Integer, nullable=False, comment="which of its jobs counts"),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("due", Moment, comment="when it is tried next; null: never"),
    sa.Column("answer", sa.Text, nullable=False, comment="JSON {template, params}: what the receiver said last, told in the reader's language"),
    sa.Column("history", sa.Text, nullable=False, comment="JSON list of {at, ok, answer}"),
    sa.Column("then", sa.Text, nullable=False, comment="JSON {job, payload}: what is told of the end"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("since", Moment, nullable=False, comment="when it was queued, or queued anew"),
    sa.Column("ended_at", Moment),
    sa.Index("dg_delivery_place", "place", "state"),
    sa.Index("dg_delivery_state", "state", "id"),
    sa.Index("dg_delivery_record", "record_id"),
    sa.Index("dg_delivery_created", "created_at"),
)

received = sa.Table(
    "dg_received",
    SYSTEM,
    sa.Column("hook_id", Id, primary_key=True, comment="the incoming webhook"),
    sa.Column("message_id", sa.Text, primary_key=True, comment="the sender's; what comes twice is taken once"),
    sa.Column("at", Moment, nullable=False, index=True),
)
