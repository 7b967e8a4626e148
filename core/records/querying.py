"""Aggregates: sums, counts and the like over the records that the actor sees, by groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import Grouping

from core.database.statements import Statement, reader_of
from core.records.limits import within
from core.records.packing import unknown
from core.records.paths import Reading, VisibleScope
from core.records.reading import accesses, bind_filter, filtered, resolve, shape
from dougong import BadRequest
from metadata.expressions import Checked, condition
from metadata.storage import Exact

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["query"]

KEYS = {"object", "filter", "group_by", "measures", "sort", "limit"}
PERIODS = ("year", "quarter", "month", "week", "day")
FUNCTIONS = ("sum", "avg", "min", "max", "count", "count_distinct")
#: Decimals of a mean beyond those of what it is taken of.
MEAN_DECIMALS = 4

Reader = Callable[[Any], Any]


@dataclass(frozen=True)
class Group:
    """One thing to group by: a field or path, and for dates the period."""

    path: tuple[str, ...]
    period: str | None

    @property
    def key(self) -> str:
        """The name of it in the answer."""
        name = ".".join(self.path)
        return f"{name}_{self.period}" if self.period else name


@dataclass(frozen=True)
class Measure:
    """One figure: a function and what it is of (None: the records themselves)."""

    function: str
    path: tuple[str, ...] | None

    @property
    def key(self) -> str:
        """The name of it in the answer."""
        return "count" if self.path is None else f"{self.function}_{'.'.join(self.path)}"


@dataclass(frozen=True)
class QueryPlan:
    """How a query is run. A mean is read as a sum and a count, so that it is exact on every database."""

    statement: Statement
    expression: Checked | None
    keys: tuple[str, ...]
    readers: tuple[tuple[Reader, int], ...]


def query(ctx: Ctx, document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run an aggregate query. Raises BadRequest for what it can't understand or the actor may not know of."""
    object, text, groups, measures, sort, limit = _read(ctx, document)
    kind = resolve(ctx, object)
    template, make = filtered(ctx, kind, text) if text else (None, None)
    key = shape(ctx, "query", object, template, groups, measures, sort)
    plan = ctx.store.kept(key, lambda: _plan(ctx, kind, make, groups, measures, sort))
    values = ctx.parameters | {"limit": limit}
    if plan.expression is not None:
        values |= bind_filter(plan.expression, text or "", "f")
    return [_row(plan, row) for row in ctx.unit.rows(plan.statement, values)]


def _row(plan: QueryPlan, row: Sequence[Any]) -> dict[str, Any]:
    values = (read(row[at]) if at >= 0 else read(row[-at : -at + 2]) for read, at in plan.readers)
    return dict(zip(plan.keys, values, strict=True))


# -- the document --------------------------------------------------------------------------------------------


def _read(ctx: Ctx, document: Mapping[str, Any]) -> tuple[str, str | None, tuple[Group, ...], tuple[Measure, ...], str | None, int]:
    extra = set(document) - KEYS
    if extra:
        raise BadRequest("A query has no {name}; it has object, filter, group_by, measures, sort and limit", name=sorted(extra)[0])
    object, text, sort = document.get("object"), document.get("filter"), document.get("sort")
    if not isinstance(object, str):
        raise BadRequest("A query names its object")
    for name, value in (("filter", text), ("sort", sort)):
        if value is not None and not isinstance(value, str):
            raise BadRequest("{name} is a text", name=name)
    groups = tuple(_group(item) for item in _list(ctx, document, "group_by", "groups"))
    measures = tuple(_measure(item) for item in _list(ctx, document, "measures", "measures"))
    limit = document.get("limit", 1000)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise BadRequest("limit is a whole number of 1 or more")
    within(ctx, "group_rows", limit)
    if not groups and not measures:
        measures = (Measure("count", None),)
    keys = [*(group.key for group in groups), *(measure.key for measure in measures)]
    if len(set(keys)) < len(keys):
        raise BadRequest("A query asks for each group and measure once")
    return object, text or None, groups, measures, sort or None, limit


def _list(ctx: Ctx, document: Mapping[str, Any], name: str, limit: str) -> list[Any]:
    value = document.get(name) or []
    if not isinstance(value, list):
        raise BadRequest("{name} is a list", name=name)
    within(ctx, limit, len(value))
    return value


def _group(item: Any) -> Group:
    if isinstance(item, str):
        return Group(tuple(item.split(".")), None)
    if isinstance(item, dict) and len(item) == 1:
        period, name = next(iter(item.items()))
        if period in PERIODS and isinstance(name, str):
            return Group(tuple(name.split(".")), period)
    raise BadRequest('group_by has names of fields, or {{"month": field}} with year, quarter, month, week or day')


def _measure(item: Any) -> Measure:
    if isinstance(item, dict) and len(item) == 1:
        function, name = next(iter(item.items()))
        if function in FUNCTIONS and isinstance(name, str):
            if name != "*":
                return Measure(function, tuple(name.split(".")))
            if function == "count":
                return Measure("count", None)
    raise BadRequest('measures has {{"sum": field}}, with sum, avg, min, max, count or count_distinct, or {{"count": "*"}}')


# -- the statement -------------------------------------------------------------------------------------------


def _plan(
    ctx: Ctx,
    kind: ObjectType,
    make: Callable[[], Checked] | None,
    groups: tuple[Group, ...],
    measures: tuple[Measure, ...],
    sort: str | None,
) -> QueryPlan:
    reading = Reading(kind, accesses(ctx))
    scope = VisibleScope(kind, accesses(ctx))
    expression = make() if make else None
    conditions = reading.visible_rows()
    if expression is not None:
        conditions.append(condition(expression, reading.backend, reading.column, prefix="f"))
    columns = _Columns(ctx, reading, scope)
    grouped = [columns.group(group) for group in groups]
    for measure in measures:
        columns.measure(measure)
    reading.check_cost(ctx)
    query = sa.select(*columns.selected).select_from(reading.source).where(*conditions)
    query = query.group_by(*grouped).order_by(*columns.order(sort)).limit(sa.bindparam("limit", type_=sa.Integer))
    return QueryPlan(ctx.store.compile(query), expression, tuple(columns.keys), tuple(columns.readers))


class _Columns:
    """The columns of an aggregate query, and how they are read."""

    def __init__(self, ctx: Ctx, reading: Reading, scope: VisibleScope) -> None:
        self.ctx = ctx
        self.reading = reading
        self.scope = scope
        self.selected: list[Any] = []
        self.keys: list[str] = []
        self.readers: list[tuple[Reader, int]] = []
        self.terms: dict[str, Any] = {}

    def group(self, group: Group) -> Any:
        """Add a group."""
        field, column = self._column(group.path)
        if not (field.groupable or field.result.type.name in ("date", "datetime")) or field.result.type.name in ("json",):
            raise BadRequest("{object} can't be grouped by {name}", object=self.reading.kind.label, name=group.key)
        if group.period:
            if field.result.type.name not in ("date", "datetime"):
                raise BadRequest("{name} is no date, so it has no {period}", name=".".join(group.path), period=group.period)
            column = period_of(column, group.period, self.reading.backend)
        self._add(group.key, column, self._reader(column))
        return column

    def measure(self, measure: Measure) -> None:
        """Add a figure."""
        if measure.path is None:
            self._add(measure.key, sa.func.count(), int)
            return
        field, column = self._column(measure.path)
        if field.type.name == "money" and measure.function in ("sum", "avg"):
            column = self._column((*measure.path[:-1], f"{measure.path[-1]}_base"))[1]
        if measure.function in ("count", "count_distinct"):
            self._add(measure.key, sa.func.count(column if measure.function == "count" else sa.distinct(column)), int)
        elif measure.function in ("min", "max"):
            self._minmax(measure, field, column)
        else:
            self._sum(measure, field, column)

    def _minmax(self, measure: Measure, field: Any, column: Any) -> None:
        if not field.sortable:
            raise BadRequest("{name} has no {function}", name=".".join(measure.path or ()), function=measure.function)
        value = getattr(sa.func, measure.function)(column)
        self._add(measure.key, sa.type_coerce(value, column.type), self._reader(column))

    def _sum(self, measure: Measure, field: Any, column: Any) -> None:
        name = ".".join(measure.path or ())
        if not field.summable:
            raise BadRequest("{name} is no number, so it has no {function}", name=name, function=measure.function)
        read = self._reader(column)
        total = sa.func.sum(column)
        if measure.function == "sum":
            self._add(measure.key, sa.func.coalesce(total, sa.literal_column("0")), _total(column, read))
            return
        at = len(self.selected)
        self.selected += [total.label(f"c{at}"), sa.func.count(column).label(f"c{at + 1}")]
        self.keys.append(measure.key)
        self.readers.append((_mean(column, read), -at))
        self.terms[measure.key] = total / sa.func.nullif(sa.func.count(column), sa.literal_column("0"))

    def _column(self, path: tuple[str, ...]) -> tuple[Any, sa.ColumnElement[Any]]:
        found = self.reading.kind.scope.locate(path)
        if found is None or not self.scope.sees(path):
            raise unknown(".".join(path), self.reading.kind.label)
        return found.field, self.reading.column(path)

    def _add(self, key: str, column: Any, read: Reader) -> None:
        at = len(self.selected)
        self.selected.append(column.label(f"c{at}"))
        self.keys.append(key)
        self.readers.append((read, at))
        self.terms[key] = column

    def _reader(self, column: sa.ColumnElement[Any]) -> Reader:
        return reader_of(column.type, self.ctx.store.dialect) or (lambda value: value)

    def order(self, sort: str | None) -> list[Any]:
        """The order: as asked, else by the groups."""
        terms = [term.strip() for term in (sort or "").split(",") if term.strip()]
        if not terms:
            groups = [self.terms[key] for key, (_, at) in zip(self.keys, self.readers, strict=True) if at >= 0]
            return [self._ordered(term, False) for term in groups[: len(self.keys)]] if self.keys else []
        found = []
        for term in terms:
            name = term.removeprefix("-")
            if name not in self.terms:
                raise BadRequest("The query has nothing called {name} to sort by", name=name)
            found.append(self._ordered(self.terms[name], term.startswith("-")))
        return found

    def _ordered(self, column: Any, descending: bool) -> Any:
        if self.reading.backend == "sqlite":
            return column.desc() if descending else column.asc()
        return column.desc().nulls_last() if descending else column.asc().nulls_first()


def _total(column: sa.ColumnElement[Any], read: Reader) -> Reader:
    """Sums come back as whole numbers where nothing was there to add up."""
    if isinstance(column.type, Exact):
        return read
    return lambda value: int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


def _mean(column: sa.ColumnElement[Any], read: Reader) -> Reader:
    scale = column.type.scale if isinstance(column.type, Exact) else 0
    step = Decimal(1).scaleb(-((scale or 0) + MEAN_DECIMALS))

    def mean(pair: Sequence[Any]) -> Decimal | None:
        total, count = pair
        return (Decimal(read(total)) / count).quantize(step, ROUND_HALF_UP) if count else None

    return mean


def period_of(column: sa.ColumnElement[Any], period: str, backend: str) -> sa.ColumnElement[Any]:
    """The period of a date as a text that sorts: 2026, 2026-Q1, 2026-01, 2026-W05, 2026-01-31. Weeks are ISO weeks."""
    return _sqlite_period(column, period) if backend == "sqlite" else _postgresql_period(column, period)


def _postgresql_period(column: sa.ColumnElement[Any], period: str) -> sa.ColumnElement[Any]:
    patterns = {"year": "YYYY", "quarter": 'YYYY"-Q"Q', "month": "YYYY-MM", "week": 'IYYY"-W"IW', "day": "YYYY-MM-DD"}
    moment = sa.func.timezone(sa.literal_column("'UTC'"), column) if column.type.__class__.__name__ == "Moment" else column
    return sa.type_coerce(sa.func.to_char(moment, sa.literal_column(f"'{patterns[period]}'")), sa.Text)


def _sqlite_period(column: sa.ColumnElement[Any], period: str) -> sa.ColumnElement[Any]:
    day = sa.func.substr(column, sa.literal_column("1"), sa.literal_column("10"))
    if period == "quarter":
        month = sa.cast(sa.func.substr(column, sa.literal_column("6"), sa.literal_column("2")), sa.Integer)
        quarter = sa.cast(Grouping(month + sa.literal_column("2")).op("/")(sa.literal_column("3")), sa.Text)
        year = sa.func.substr(column, sa.literal_column("1"), sa.literal_column("4"))
        return sa.type_coerce(year.op("||")(sa.literal_column("'-Q'")).op("||")(quarter), sa.Text)
    if period == "week":
        return sa.type_coerce(sa.func.strftime(sa.literal_column("'%G-W%V'"), day), sa.Text)
    length = {"year": "4", "month": "7", "day": "10"}[period]
    return sa.type_coerce(sa.func.substr(column, sa.literal_column("1"), sa.literal_column(length)), sa.Text)
