"""What goes with every write in its transaction: the event, which is the history too, and the search text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.database.statements import new_row
from core.database.tables import event, search, state
from core.records.drafts import Draft
from core.records.words import index_words

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["changes_of", "forget_words", "record_events", "record_sharing", "rights_changed", "store_words"]

SECRET = "•••"
WORDS = ("record_id", "object", "words")
FEWEST_DIGITS = 3
SOON = timedelta(seconds=1)


def as_json(value: Any) -> Any:
    """Values that the JSON encoder doesn't know by itself."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (tuple, set, frozenset)):
        return list(value)
    raise TypeError(type(value).__name__)


def record_events(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], what: str) -> None:
    """Write one event for each record that was made or changed."""
    rows = [row for draft in drafts if (row := _event(ctx, kind, draft, what))]
    if rows:
        statement = ctx.store.statement(("event",), _event_insert)
        if len(rows) == 1:
            ctx.unit.run(statement, rows[0])
        else:
            ctx.unit.run_many(statement, rows)
        _ring(ctx)


def _ring(ctx: Ctx) -> None:
    """Have those who go through events look soon, once for all that happens until then."""
    ctx.unit.after_commit(lambda: ctx.platform.bell.ring(ctx.tenant, ctx.now + SOON))


def record_sharing(ctx: Ctx, object: str, id: str, what: str, change: tuple[str | None, str | None]) -> None:
    """Write the event of a share that was given or taken back; change: with whom before and after."""
    row = {
        "object": object, "record_id": id, "kind": what, "changes": orjson.dumps({"grantee": change}).decode(),
        "actor_id": ctx.actor.id, "at": ctx.now, "source": ctx.source,
    }  # fmt: skip
    ctx.unit.run(ctx.store.statement(("event",), _event_insert), row)
    _ring(ctx)


def _event_insert() -> sa.Insert:
    names = ("object", "record_id", "kind", "changes", "actor_id", "at", "source")
    return new_row(event, names)


def _event(ctx: Ctx, kind: ObjectType, draft: Draft, what: str) -> dict[str, Any] | None:
    changes = _changes(kind, draft)
    if what == "updated" and not changes:
        return None
    return {
        "object": kind.name,
        "record_id": draft.id,
        "kind": what,
        "changes": _written(changes),
        "actor_id": ctx.actor.id,
        "at": _moment(ctx, draft, what),
        "source": ctx.source,
    }


def changes_of(kind: ObjectType, draft: Draft) -> dict[str, Any]:
    """What a draft has changed, as its event says it."""
    found: dict[str, Any] = orjson.loads(_written(_changes(kind, draft)))
    return found


def _written(changes: dict[str, Any]) -> str:
    return orjson.dumps(changes, default=as_json, option=orjson.OPT_UTC_Z).decode()


def _moment(ctx: Ctx, draft: Draft, what: str) -> datetime:
    """A record brought from elsewhere was made when it says so."""
    given = draft.given.get("created_at") if what == "created" else None
    return draft.values["created_at"] if given is not None else ctx.now


def _changes(kind: ObjectType, draft: Draft) -> dict[str, Any]:
    before = draft.before or {}
    found: dict[str, Any] = {}
    for name in draft.changed:
        field = kind.field(name)
        if not field.track or field.type.name == "rollup":
            continue
        if not field.type.readable:
            found[name] = [None, SECRET]
        else:
            found[name] = [before.get(name), draft.values[name]]
    return found


# -- search --------------------------------------------------------------------------------------------------


def store_words(ctx: Ctx, kind: ObjectType, drafts: Iterable[Draft]) -> None:
    """Keep the words under which records are found."""
    if not kind.search_fields:
        return
    names = {field.name for field in kind.search_fields}
    wanted = [d for d in drafts if d.before is None or not d.changed.isdisjoint(names) or d.status == "restored"]
    rows = [{"record_id": draft.id, "object": kind.name, "words": words_of(kind, draft.values)} for draft in wanted]
    if not rows:
        return
    if all(draft.before is None for draft in wanted):
        statement = ctx.store.statement("words.new", lambda: new_row(search, WORDS))
    else:
        statement = ctx.store.statement(("words", ctx.store.backend), lambda: _words_upsert(ctx.store.backend))
    if len(rows) == 1:
        ctx.unit.run(statement, rows[0])
    else:
        ctx.unit.run_many(statement, rows)


def _words_upsert(backend: str) -> Any:
    dialect: Any = sqlite if backend == "sqlite" else postgresql
    values = {name: sa.bindparam(name, type_=search.c[name].type) for name in WORDS}
    insert = dialect.insert(search).values(values)
    return insert.on_conflict_do_update(index_elements=["record_id"], set_={"words": insert.excluded.words})


def words_of(kind: ObjectType, values: dict[str, Any]) -> str:
    """The search text of a record: its search fields, and every end of its numbers, so that a fragment finds them."""
    texts: list[str] = []
    for field in kind.search_fields:
        value = values.get(field.name)
        if value is None:
            continue
        texts.extend(value if isinstance(value, (list, tuple)) else [str(value)])
        if field.type.name == "phone":
            texts.append(_ends(str(value)))
    return index_words(texts)


def _ends(number: str) -> str:
    digits = "".join(c for c in number if c.isdecimal())
    return " ".join(digits[i:] for i in range(len(digits) - FEWEST_DIGITS + 1))


def forget_words(ctx: Ctx, drafts: Sequence[Draft]) -> None:
    """Take deleted records out of the search."""
    ctx.unit.run_many(ctx.store.statement(("forget",), _forget), [{"i0": draft.id} for draft in drafts])


def _forget() -> sa.Delete:
    column = search.c.record_id
    return sa.delete(search).where(column == sa.bindparam("i0", type_=column.type))


# -- rights --------------------------------------------------------------------------------------------------

#: The built-in objects on which everyone's rights, and what is kept of an actor, depend; and their fields.
RIGHTS = {
    "user": frozenset({"name", "email", "language", "time_zone", "role", "permission_sets", "active", "deleted_at"}),
    "team": frozenset({"members", "deleted_at"}),
}


def rights_changed(ctx: Ctx, kind: ObjectType, drafts: Iterable[Draft]) -> None:
    """Let every process work out rights anew when a write touches what they depend on."""
    fields = RIGHTS.get(kind.name)
    if fields and any(not fields.isdisjoint(draft.changed | set(draft.given)) for draft in drafts):
        bump_rights(ctx)


def bump_rights(ctx: Ctx) -> None:
    """Count the version of rights up."""
    ctx.unit.run(ctx.store.statement(("rights",), _count_rights_up), {})


def _count_rights_up() -> sa.Update:
    return sa.update(state).values(rights_version=state.c.rights_version + 1)
