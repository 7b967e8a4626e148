"""Drafts into tables: one compiled statement per shape, whatever the number of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.statements import Statement, new_row, reader_of
from core.records.drafts import Draft, good
from core.records.locking import is_locked
from core.rights.access import EDIT, EVERY_ROW, FULL, NO_ROW, Access
from dougong import Conflict, FieldProblem, NotFound, Problem, Stale

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.fields import Field
    from metadata.objects import ObjectType

__all__ = ["fetch_before", "insert", "store_links", "update"]

#: How many ids a statement takes; a list of ids is cut into chunks and filled up to the next size.
SIZES = (1, 10, 100, 500)
PREFIX = "v_"
STALE = "This record was changed by somebody else in the meantime"


def chunks(ids: Sequence[str]) -> Iterable[list[str]]:
    """Ids in chunks of a few fixed sizes, the last filled up by repeating an id."""
    largest = SIZES[-1]
    for start in range(0, len(ids), largest):
        chunk = list(ids[start : start + largest])
        size = next(size for size in SIZES if size >= len(chunk))
        yield chunk + chunk[-1:] * (size - len(chunk))


def id_parameters(chunk: Sequence[str]) -> dict[str, str]:
    """The values of `any_of` for a chunk."""
    return {f"i{position}": id for position, id in enumerate(chunk)}


def any_of(column: sa.ColumnElement[Any], size: int) -> sa.ColumnElement[bool]:
    """The column is one of `size` ids given at each run."""
    if size == 1:
        return column == sa.bindparam("i0", type_=column.type)
    return column.in_([sa.bindparam(f"i{position}", type_=column.type) for position in range(size)])


# -- what was there ------------------------------------------------------------------------------------------


def fetch_before(
    ctx: Ctx, kind: ObjectType, access: Access, drafts: Sequence[Draft], *, deleted: bool = False
) -> None:
    """Load the records as they are, locked, with what the actor may do to each; drafts without one fail."""
    ctx.unit.begin()
    found: dict[str, tuple[dict[str, Any], bool, bool, bool]] = {}
    ids = sorted({draft.id for draft in good(drafts)})
    for chunk in chunks(ids):
        found.update(_fetch(ctx, kind, access, chunk, deleted))
    for draft in good(drafts):
        if draft.id not in found:
            draft.failure = NotFound("There is no such record: {object}", object=kind.label)
            continue
        record, draft.own_edit, draft.own_full, draft.locked = found[draft.id]
        draft.before = dict(record)


def _fetch(ctx: Ctx, kind: ObjectType, access: Access, chunk: list[str], deleted: bool) -> dict[str, Any]:
    key = ("before", ctx.catalogue.version, ctx.actor.signature, kind.name, len(chunk), deleted)
    statement, readers = ctx.store.kept(key, lambda: _before(ctx, kind, access, len(chunk), deleted))
    values = ctx.parameters | id_parameters(chunk) | {"process": ctx.process}
    fields = stored_fields(kind)
    found = {}
    for row in ctx.unit.rows(statement, values):
        record = {name: read(value) if read else value for (name, read), value in zip(readers, row, strict=False)}
        loaded = {field.name: field.load(record) for field in fields}
        found[loaded["id"]] = (loaded, bool(row[-3]), bool(row[-2]), bool(row[-1]))
    return found


def stored_fields(kind: ObjectType) -> list[Field]:
    """The fields and companions that have columns."""
    return [field for field in kind.named().values() if field.column_names]


def _before(
    ctx: Ctx, kind: ObjectType, access: Access, size: int, deleted: bool
) -> tuple[Statement, list[tuple[str, Any]]]:
    table = kind.table
    columns = list(table.c)
    flags = [_flag(access, table, EDIT), _flag(access, table, FULL), is_locked(ctx, kind)]
    rows = access.readable(table)
    gone = table.c.deleted_at.is_not(None) if deleted else table.c.deleted_at.is_(None)
    query = (
        sa.select(*columns, *(flag.label(f"flag{i}") for i, flag in enumerate(flags)))
        .where(any_of(table.c.id, size), gone, *([] if rows is EVERY_ROW else [rows]))
        .order_by(table.c.id)
    )
    if ctx.store.backend == "postgresql":
        query = query.with_for_update(of=table)
    readers = [(column.name, reader_of(column.type, ctx.store.dialect)) for column in columns]
    return ctx.store.compile(query), readers


def _flag(access: Access, table: sa.FromClause, level: int) -> sa.ColumnElement[Any]:
    own = access.own(table, level)
    if own is EVERY_ROW or own is NO_ROW:
        return sa.literal_column("1" if own is EVERY_ROW else "0")
    return sa.case((own, sa.literal_column("1")), else_=sa.literal_column("0"))


# -- new records ---------------------------------------------------------------------------------------------


def insert(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], *, apart: bool) -> None:
    """Insert the drafts. With `apart`, one that the database refuses fails alone; else its Problem is raised."""
    statement = ctx.store.statement(("insert", ctx.catalogue.version, kind.name), lambda: _insert(kind))
    rows = ctx.store.kept(("rows", ctx.catalogue.version, kind.name), lambda: Rows(kind))
    _each(ctx, statement, good(drafts), lambda draft: rows.of(draft.values), apart)


def _insert(kind: ObjectType) -> sa.Insert:
    return new_row(kind.table, {column.name: PREFIX + column.name for column in kind.table.c})


class Rows:
    """Makes the parameters for the columns of some fields: most columns take the value as it is."""

    def __init__(self, kind: ObjectType, names: Iterable[str] | None = None) -> None:
        fields = [kind.field(name) for name in (kind.named() if names is None else names)]
        self.plain = [(PREFIX + field.name, field.name) for field in fields if is_plain(field)]
        self.made = [field for field in fields if field.column_names and not is_plain(field)]

    def of(self, values: dict[str, Any]) -> dict[str, Any]:
        """The parameters for one record."""
        get = values.get
        row = {parameter: get(name) for parameter, name in self.plain}
        for field in self.made:
            for column, value in field.store(get(field.name)).items():
                row[PREFIX + column] = value
        return row


def is_plain(field: Field) -> bool:
    """Whether a field's value is the value of one column."""
    return field.companion_of is not None or len(field.value_names) > 1 or field.column_names == (field.name,)


def _each(ctx: Ctx, statement: Statement, drafts: Sequence[Draft], row: Any, apart: bool) -> None:
    if not drafts:
        return
    if len(drafts) == 1 and not apart:
        ctx.unit.run(statement, row(drafts[0]))
        return
    rows = [row(draft) for draft in drafts]
    if not apart:
        ctx.unit.run_many(statement, rows)
        return
    if len(rows) > 1 and _attempt(ctx, lambda: ctx.unit.run_many(statement, rows)) is None:
        return
    for draft, values in zip(drafts, rows, strict=True):
        draft.failure = _attempt(ctx, partial(ctx.unit.run, statement, values))


def _attempt(ctx: Ctx, work: Any) -> Problem | None:
    """Do something that the database may refuse, and undo just that if it does."""
    try:
        with ctx.unit.attempt():
            work()
    except Conflict as problem:
        return problem
    return None


# -- changes -------------------------------------------------------------------------------------------------


def update(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], *, apart: bool) -> None:
    """Store what has changed of each draft, and count its version up."""
    shapes: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for draft in good(drafts):
        names = tuple(sorted(name for name in draft.changed if kind.field(name).column_names))
        if names:
            shapes[names].append(draft)
    for names, some in shapes.items():
        key = ("update", ctx.catalogue.version, kind.name, names)
        statement = ctx.store.statement(key, partial(_update, kind, names))
        _each(ctx, statement, some, partial(_changes, Rows(kind, names)), apart and _refusable(kind, names))


def _refusable(kind: ObjectType, names: Iterable[str]) -> bool:
    """Whether the database may refuse such a change for what is in other rows, so that one of many can fail alone."""
    fields = [kind.field(name) for name in names]
    return any(field.unique or field.references for field in fields)


def _update(kind: ObjectType, names: Sequence[str]) -> sa.Update:
    table = kind.table
    columns = {c for name in names for c in columns_of(kind.field(name))}
    set = {name: sa.bindparam(PREFIX + name, type_=table.c[name].type) for name in sorted(columns)}
    where = table.c.id == sa.bindparam("i0", type_=table.c.id.type)
    return sa.update(table).where(where).values(set)


def columns_of(field: Field) -> tuple[str, ...]:
    """The columns that a field's own value takes; companions are fields of their own."""
    return (field.name,) if len(field.value_names) > 1 or field.companion_of else field.column_names


def _changes(rows: Rows, draft: Draft) -> dict[str, Any]:
    return {**rows.of(draft.values), "i0": draft.id}


def check_versions(drafts: Iterable[Draft]) -> None:
    """Refuse the drafts of many that were made from older versions."""
    for draft in good(drafts):
        if is_stale(draft):
            problem = FieldProblem("version", "stale", STALE)
            draft.failure = Conflict(STALE, errors=[problem])


def check_version(draft: Draft, current: dict[str, Any]) -> None:
    """Refuse a draft that was made from an older version."""
    if is_stale(draft):
        draft.failure = Stale(STALE, current=current)


def is_stale(draft: Draft) -> bool:
    """Whether somebody else changed the record since the version that the writer had seen."""
    return draft.expected is not None and draft.before is not None and draft.before["version"] != draft.expected


# -- links ---------------------------------------------------------------------------------------------------


def store_links(ctx: Ctx, kind: ObjectType, drafts: Iterable[Draft]) -> None:
    """Store the many-to-many fields that were given."""
    for name, link in kind.links.items():
        links = link.table
        given = [draft for draft in good(drafts) if name in draft.given]
        if not given:
            continue
        if any(draft.before is not None for draft in given):
            statement = ctx.store.statement(("unlink", ctx.catalogue.version, kind.name, name), partial(_unlink, links))
            ctx.unit.run_many(statement, [{"i0": draft.id} for draft in given])
        rows = [{"source": draft.id, "target": target} for draft in given for target in draft.values.get(name) or ()]
        if rows:
            ctx.unit.run_many(_link(ctx, kind, name, links), rows)


def _unlink(links: sa.Table) -> sa.Delete:
    return sa.delete(links).where(links.c.source_id == sa.bindparam("i0", type_=links.c.source_id.type))


def _link(ctx: Ctx, kind: ObjectType, name: str, links: sa.Table) -> Statement:
    key = ("link", ctx.catalogue.version, kind.name, name)
    return ctx.store.statement(key, lambda: new_row(links, {"source_id": "source", "target_id": "target"}))
