"""The read door: one record, and lists with filter, order, pages and count. Compiled once per shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql import operators

from core.database.statements import Statement
from core.records.cursor import Cursors
from core.records.limits import within
from core.records.matching import matching
from core.records.packing import Packer, Selection, unknown
from core.records.paths import Reading, VisibleScope
from core.rights.access import Accesses
from dougong import BadRequest, NotFound, Page
from metadata.expressions import Checked, ExpressionError, Path, Type, check, condition, parse, split
from metadata.system_fields import NEVER_EMPTY
from metadata.tables import indexes_of

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["accesses", "filtered", "get", "list_records", "resolve"]

MOST_ROWS = 1000
#: Types of fields whose values many records share, or that are asked for in ranges.
COARSE = frozenset({"boolean", "choice", "date", "datetime", "decimal", "duration", "money", "percent", "time"})

ColumnAt = Callable[[Path], sa.ColumnElement[Any]]


def accesses(ctx: Ctx) -> Accesses:
    """The actor's rights, kept with the catalogue for all actors whose rights have the same shape."""
    kept = ctx.catalogue.kept
    key = ("accesses", ctx.actor.signature, ctx.store.backend)
    found = kept.get(key)
    if found is None:
        found = kept[key] = Accesses(ctx.catalogue, ctx.actor, ctx.store.backend)
    return found


def resolve(ctx: Ctx, object: str) -> ObjectType:
    """The object, if the actor may read it; else it doesn't exist. Raises NotFound."""
    kind = ctx.catalogue.objects.get(object)
    if kind is None or not accesses(ctx)[object].grants.read:
        raise NotFound("There is no object called {name}", name=object)
    return kind


def shape(ctx: Ctx, what: str, *rest: Any) -> tuple[Any, ...]:
    """The key of a compiled statement."""
    return (what, ctx.catalogue.version, ctx.actor.signature, *rest)


# -- one record ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GetPlan:
    """How one record is read."""

    statement: Statement
    packer: Packer


def get(
    ctx: Ctx, object: str, id: str, fields: Sequence[str] | None = None, expand: Sequence[str] = (), *, deleted: bool = False
) -> dict[str, Any]:
    """One record. Raises NotFound where there is none that the actor may see."""
    kind = resolve(ctx, object)
    key = shape(ctx, "get", object, None if fields is None else tuple(fields), tuple(expand), deleted)
    plan = ctx.store.kept(key, lambda: _get_plan(ctx, kind, fields, expand, deleted))
    rows = ctx.unit.rows(plan.statement, ctx.parameters | {"id": id})
    if not rows:
        raise missing(kind)
    return plan.packer.pack(rows)[0]


def missing(kind: ObjectType) -> NotFound:
    """The one answer for a record that isn't there and for one that the actor may not see."""
    return NotFound("There is no such record: {object}", object=kind.label)


def _get_plan(ctx: Ctx, kind: ObjectType, fields: Sequence[str] | None, expand: Sequence[str], deleted: bool) -> GetPlan:
    reading = Reading(kind, accesses(ctx))
    selection = _selection(ctx, reading, fields, expand)
    table = reading.table
    condition = sa.and_(table.c.id == sa.bindparam("id", type_=table.c.id.type), *reading.visible_rows(deleted))
    query = sa.select(*selection.columns).select_from(reading.source).where(condition)
    return GetPlan(ctx.store.compile(query), selection.packer)


def _selection(ctx: Ctx, reading: Reading, fields: Sequence[str] | None, expand: Sequence[str]) -> Selection:
    selection = Selection(reading, ctx.store.dialect)
    if fields is None:
        selection.add_all()
    else:
        for name in dict.fromkeys(["id", *fields]):
            selection.add_path(name)
    within(ctx, "expand", len(set(expand)))
    for name in dict.fromkeys(expand):
        selection.expand(name)
    reading.check_cost(ctx)
    return selection


# -- filters -------------------------------------------------------------------------------------------------


def filtered(ctx: Ctx, kind: ObjectType, text: str) -> tuple[str, Callable[[], Checked]]:
    """The shape of a filter, and what checks it against what the actor may see. Raises BadRequest."""
    try:
        template = split(text)
    except ExpressionError as error:
        raise wrong_filter(error) from None
    return template.key, lambda: check_filter(ctx, kind, text)


def check_filter(ctx: Ctx, kind: ObjectType, text: str) -> Checked:
    """A filter, parsed and checked."""
    try:
        parsed = parse(text)
        within(ctx, "filter_parts", parsed.tree.size)
        return check(parsed, VisibleScope(kind, accesses(ctx)), Type.BOOLEAN)
    except ExpressionError as error:
        raise wrong_filter(error) from None


def wrong_filter(error: ExpressionError) -> BadRequest:
    """The problem of a filter, for people."""
    return BadRequest("The filter can't be understood: {reason}", reason=str(error))


def bind_filter(expression: Checked, text: str, prefix: str) -> Mapping[str, Any]:
    """The values of a filter's literals."""
    try:
        return expression.bind(split(text), prefix)
    except ExpressionError as error:
        raise wrong_filter(error) from None


# -- lists ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Order:
    """One term of an order. `nullable`: whether empty values must be thought of; they are the smallest."""

    path: tuple[str, ...]
    descending: bool
    nullable: bool


@dataclass(frozen=True)
class ListPlan:
    """How a list is read."""

    statement: Statement
    packer: Packer
    expression: Checked | None
    places: tuple[tuple[int, Callable[[Any], Any]], ...]
    visible: int


def list_records(
    ctx: Ctx,
    object: str,
    *,
    filter: str | None = None,
    sort: str | None = None,
    fields: Sequence[str] | None = None,
    expand: Sequence[str] = (),
    limit: int = 50,
    after: str | None = None,
    count: bool = False,
    q: str | None = None,
    deleted: bool = False,
) -> Page:
    """A page of a list. Raises BadRequest for a filter, an order or a field that the actor knows nothing of."""
    if not 1 <= limit <= MOST_ROWS:
        raise BadRequest("limit is from 1 to {most}, not {limit}", most=MOST_ROWS, limit=limit)
    kind = resolve(ctx, object)
    where = _Where(ctx, kind, filter, q, deleted)
    asked = (None if fields is None else tuple(fields), tuple(expand), sort)
    own = (ctx.tenant, ctx.actor.id, object, sort, filter, q, deleted)
    secret = ctx.platform.config.secret_key
    place = Cursors(secret, own).read(after) if after else None
    nulls = None if place is None else tuple(value is None for value in place)
    key = shape(ctx, "list", object, asked, where.shape, nulls)
    plan = ctx.store.kept(key, lambda: _list_plan(ctx, kind, where, fields, expand, sort, nulls))
    values = ctx.parameters | where.values(plan.expression) | {"limit": limit + 1}
    if place is not None:
        values |= {f"k{i}": value for i, value in enumerate(place)}
    rows = ctx.unit.rows(plan.statement, values)
    next = None
    if len(rows) > limit:
        rows = rows[:limit]
        next = Cursors(secret, own).make([read(rows[-1][position]) for position, read in plan.places])
    total = _count(ctx, kind, where) if count else None
    return Page(data=plan.packer.pack(rows), next=next, count=total)


class _Where:
    """The condition of a list: a filter, a word to look for, and whether the recycle bin is meant."""

    def __init__(self, ctx: Ctx, kind: ObjectType, filter: str | None, q: str | None, deleted: bool) -> None:
        self.ctx = ctx
        self.kind = kind
        self.text = filter
        self.deleted = deleted
        self.match = matching(ctx, kind, q) if q else None
        self._check: Callable[[], Checked] | None = None
        template = None
        if filter:
            template, self._check = filtered(ctx, kind, filter)
        self.shape = (template, self.match.shape if self.match else None, deleted)

    def expression(self) -> Checked | None:
        """The checked filter."""
        return self._check() if self._check else None

    def conditions(
        self, reading: Reading, expression: Checked | None, column: ColumnAt | None = None
    ) -> list[sa.ColumnElement[bool]]:
        """What is true of every row of the list. column: what the filter takes for the columns at its paths."""
        found = reading.visible_rows(self.deleted)
        if expression is not None:
            found.append(condition(expression, reading.backend, column or reading.column, prefix="f"))
        if self.match is not None:
            found.append(self.match.condition(reading))
        return found

    def values(self, expression: Checked | None) -> dict[str, Any]:
        """The values of this list's condition."""
        values = dict(bind_filter(expression, self.text, "f")) if expression and self.text else {}
        return values | (self.match.values if self.match else {})


def _list_plan(
    ctx: Ctx,
    kind: ObjectType,
    where: _Where,
    fields: Sequence[str] | None,
    expand: Sequence[str],
    sort: str | None,
    nulls: tuple[bool, ...] | None,
) -> ListPlan:
    expression = where.expression()
    order = orders(ctx, kind, sort)
    reading = Reading(kind, accesses(ctx))
    selection = _selection(ctx, reading, fields, expand)
    visible = len(selection.columns)
    conditions = where.conditions(reading, expression, _less_looked_up(reading, order) if not where.deleted and _has_own_rows_in(order, reading) else None)
    columns = [reading.column(term.path) for term in order]
    if nulls is not None:
        if len(nulls) != len(order):
            raise BadRequest("The cursor in `after` does not belong to this list; begin again without it")
        conditions.append(_beyond(order, columns, nulls))
    places = tuple(selection.extra(column) for column in columns)
    query = (
        sa.select(*selection.columns)
        .select_from(reading.source)
        .where(*conditions)
        .order_by(*(ordering(term, column, reading.backend) for term, column in zip(order, columns, strict=True)))
        .limit(sa.bindparam("limit", type_=sa.Integer))
    )
    reading.check_cost(ctx)
    return ListPlan(ctx.store.compile(query), selection.packer, expression, places, visible)


def _has_own_rows_in(order: Sequence[Order], reading: Reading) -> bool:
    """Whether the actor sees the rows of one owner only, and SQLite has an index of these in the order of the list."""
    rows = reading.access.readable(reading.table)
    if reading.backend != "sqlite" or not isinstance(rows, sa.BinaryExpression) or rows.operator is not operators.eq:
        return False
    wanted = ["owner_id", *(".".join(term.path) for term in order)]
    return rows.left is reading.table.c.owner_id and any([*index.columns] == wanted for index in indexes_of(reading.kind.shape))


def _less_looked_up(reading: Reading, order: Sequence[Order]) -> ColumnAt:
    """Columns of which SQLite uses no index where many rows share a value, unless they are those of the order.

    It takes no notice of LIMIT: it would gather all rows of an owner in a stage, join and sort them, where those of the
    page can be read in their order. A `+` before a column keeps it from being looked up (sqlite.org/optoverview.html).
    """

    kept = {term.path for term in order}

    def column(path: Path) -> sa.ColumnElement[Any]:
        found = reading.column(path)
        if path in kept or len(path) > 1 or reading.kind.field(path[0]).type.name not in COARSE:
            return found
        return sa.type_coerce(sa.UnaryExpression(found, operator=operators.custom_op("+")), found.type)

    return column


def orders(ctx: Ctx, kind: ObjectType, sort: str | None) -> list[Order]:
    """An order such as `-close_date,name`, made total by the id. Raises BadRequest."""
    terms = [term.strip() for term in (sort or "").split(",") if term.strip()]
    within(ctx, "sort_fields", len(terms))
    found = [_order(ctx, kind, term) for term in terms]
    if any(order.path == ("id",) for order in found):
        return found
    descending = found[-1].descending if found else True
    return [*found, Order(("id",), descending, False)]


def _order(ctx: Ctx, kind: ObjectType, term: str) -> Order:
    name = term.removeprefix("-")
    path = tuple(name.split("."))
    found = kind.scope.locate(path)
    if found is None or not VisibleScope(kind, accesses(ctx)).sees(path):
        raise unknown(name, kind.label)
    if not found.field.sortable:
        raise BadRequest("{object} can't be sorted by {name}", object=kind.label, name=name)
    return Order(path, term.startswith("-"), bool(found.hops) or found.field.name not in NEVER_EMPTY)


def ordering(term: Order, column: sa.ColumnElement[Any], backend: str) -> sa.ColumnElement[Any]:
    """The ORDER BY of a term: empty values are the smallest, on every database."""
    direction = column.desc() if term.descending else column.asc()
    if not term.nullable or backend == "sqlite":
        return direction
    return direction.nulls_last() if term.descending else direction.nulls_first()


def _beyond(
    order: Sequence[Order], columns: Sequence[sa.ColumnElement[Any]], nulls: Sequence[bool]
) -> sa.ColumnElement[bool]:
    """What comes after the cursor's row in the order."""
    if len({term.descending for term in order}) == 1 and not any(term.nullable for term in order):
        left, right = sa.tuple_(*columns), sa.tuple_(*(_key(i, c) for i, c in enumerate(columns)))
        return left < right if order[0].descending else left > right
    ways = []
    for position, term in enumerate(order):
        later = _later(term, columns[position], position, nulls[position])
        if later is None:
            continue
        equal = [_equal(columns[i], i, nulls[i]) for i in range(position)]
        ways.append(sa.and_(*equal, later))
    return sa.or_(*ways) if ways else sa.false()


def _key(position: int, column: sa.ColumnElement[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(f"k{position}", type_=column.type)


def _equal(column: sa.ColumnElement[Any], position: int, null: bool) -> sa.ColumnElement[bool]:
    return column.is_(None) if null else column == _key(position, column)


def _later(
    term: Order, column: sa.ColumnElement[Any], position: int, null: bool
) -> sa.ColumnElement[bool] | None:
    if null:
        return None if term.descending else column.is_not(None)
    key = _key(position, column)
    if not term.descending:
        return column > key
    return sa.or_(column < key, column.is_(None)) if term.nullable else column < key


# -- counting ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CountPlan:
    """How a list is counted."""

    statement: Statement
    expression: Checked | None


def _count(ctx: Ctx, kind: ObjectType, where: _Where) -> int:
    key = shape(ctx, "count", kind.name, where.shape)
    plan = ctx.store.kept(key, lambda: _count_plan(ctx, kind, where))
    return int(ctx.unit.rows(plan.statement, ctx.parameters | where.values(plan.expression))[0][0])


def _count_plan(ctx: Ctx, kind: ObjectType, where: _Where) -> CountPlan:
    reading = Reading(kind, accesses(ctx))
    expression = where.expression()
    conditions = where.conditions(reading, expression)
    query = sa.select(sa.func.count()).select_from(reading.source).where(*conditions)
    return CountPlan(ctx.store.compile(query), expression)
