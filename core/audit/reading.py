"""The log of who did what, gathered from where each thing is kept: one question, newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import mappings
from core.database.tables import audit, bulk_job, data_import, definition_version, event
from core.database.tables import change_set as sets
from metadata.definitions import TENANT
from metadata.storage import Id, Moment
from metadata.system_fields import USER_OBJECT

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["KINDS", "Asked", "Line", "every_line", "page_of_log"]

#: What a line tells of. `record` is there where one record is asked for: what is done to records fills their own history.
KINDS = ("sign_in", "token", "export", "module", "metadata", "rights", "people", "import", "bulk", "delivery", "record")
RIGHTS = ("permission_set", "role", "sharing_rule")
#: Change sets that no other table tells of.
SETS = ("merge", "clean")
PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which lines are wanted."""

    kind: str | None = None
    actor: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    record: str | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that somebody did. what: a word for it, or the name of what it was done to. count: to how many."""

    key: str
    at: datetime
    by: Mapping[str, Any] | None
    kind: str
    what: str
    object: str | None
    record: str | None
    count: int | None
    fields: list[str]
    detail: Mapping[str, Any]
    address: str

    @property
    def cursor(self) -> str:
        """Where the page after this line begins."""
        return f"{self.at.isoformat()} {self.key}"


def page_of_log(ctx: Ctx, asked: Asked, limit: int, after: tuple[datetime, str] | None = None) -> list[Line]:
    """Lines, the newest first; `after`: the moment and the key of the last one that is known."""
    lines = sa.union_all(*_sources(ctx, asked)).subquery("lines")
    users = ctx.catalogue.object(USER_OBJECT).table
    query = sa.select(lines, users.c.name.label("actor_name")).select_from(lines.outerjoin(users, users.c.id == lines.c.actor_id))
    query = query.where(*_wanted(asked, lines.c))
    if after is not None:
        at, key = after
        query = query.where(sa.or_(lines.c.at < at, sa.and_(lines.c.at == at, lines.c.key < key)))
    rows = mappings(ctx.unit, query.order_by(lines.c.at.desc(), lines.c.key.desc()).limit(limit))
    return [_line(ctx, row) for row in rows]


def every_line(ctx: Ctx, asked: Asked) -> Iterator[Line]:
    """All lines that are wanted, fetched in pages while one goes on."""
    after: tuple[datetime, str] | None = None
    while True:
        lines = page_of_log(ctx, asked, PAGE, after)
        yield from lines
        if len(lines) < PAGE:
            return
        after = lines[-1].at, lines[-1].key


def _wanted(asked: Asked, line: Any) -> Iterator[sa.ColumnElement[bool]]:
    if asked.kind is not None:
        yield line.kind == asked.kind
    if asked.actor is not None:
        yield line.actor_id == asked.actor
    if asked.since is not None:
        yield line.at >= asked.since
    if asked.until is not None:
        yield line.at < asked.until


def _line(ctx: Ctx, row: Mapping[str, Any]) -> Line:
    by = None if row["actor_id"] is None else {"id": row["actor_id"], "name": row["actor_name"]}
    detail = orjson.loads(row["detail"] or "{}")
    of_record = row["kind"] in ("people", "record")
    fields = [ctx.catalogue.field_label(row["object"], name, ctx.actor.language) for name in detail] if of_record else []
    return Line(
        key=row["key"], at=row["at"], by=by, kind=row["kind"], what=row["what"], object=row["object"] or None, record=row["record_id"],
        count=row["count"], fields=fields, detail={} if of_record else detail, address=row["address"],
    )  # fmt: skip


# -- where it is kept ----------------------------------------------------------------------------------------


def _sources(ctx: Ctx, asked: Asked) -> list[sa.Select[Any]]:
    if asked.record is not None:
        return [_events("record", event.c.record_id == asked.record)]
    users = ctx.catalogue.object(USER_OBJECT).table
    people = _events("people", event.c.object == USER_OBJECT, event.c.record_id.in_(sa.select(users.c.id)))
    return [_notes(), _definitions(), _imports(), _bulk(), _sets(), people]


def _text(value: str = "") -> sa.ColumnElement[str]:
    return sa.literal(value, sa.Text)


def _select(
    key: Any, at: Any, actor: Any, kind: Any, what: Any, object: Any, record: Any = None, count: Any = None, detail: Any = None, address: Any = None
) -> sa.Select[Any]:
    columns = {
        "key": sa.cast(key, sa.Text), "at": at, "actor_id": actor, "kind": kind, "what": what, "object": object,
        "record_id": sa.cast(sa.null(), Id) if record is None else record,
        "count": sa.cast(sa.null(), sa.Integer) if count is None else count,
        "detail": _text() if detail is None else detail, "address": _text() if address is None else address,
    }  # fmt: skip
    return sa.select(*(column.label(name) for name, column in columns.items()))


def _notes() -> sa.Select[Any]:
    c = audit.c
    return _select(c.id, c.at, c.actor_id, c.kind, c.what, c.object, detail=c.detail, address=c.address)


def _definitions() -> sa.Select[Any]:
    """What people changed of the tenant's own, a change of several at once as one line."""
    c = definition_version.c
    kind = sa.case((c.kind.in_(RIGHTS), _text("rights")), else_=_text("metadata"))
    what = sa.func.min(c.kind + _text("/") + c.name)
    key = sa.cast(c.catalogue_version, sa.Text) + _text(" ") + kind
    of = _select(key, sa.type_coerce(sa.func.min(c.at), Moment), c.author_id, kind, what, _text(), count=sa.func.count())
    return of.where(c.owner == TENANT).group_by(c.catalogue_version, c.author_id, kind)


def _imports() -> sa.Select[Any]:
    c = data_import.c
    return _select(c.id, c.created_at, c.actor_id, _text("import"), c.title, c.object, count=c.line).where(c.dry_run.is_(False))


def _bulk() -> sa.Select[Any]:
    c = bulk_job.c
    return _select(c.id, c.created_at, c.actor_id, _text("bulk"), c.operation, c.object, count=c.done)


def _sets() -> sa.Select[Any]:
    c = sets.c
    return _select(c.id, c.at, c.actor_id, _text("bulk"), c.kind, c.object, count=c.changes).where(c.kind.in_(SETS))


def _events(kind: str, *which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    c = event.c
    return _select(c.seq, c.at, c.actor_id, _text(kind), c.kind, c.object, c.record_id, detail=c.changes).where(*which)
