"""What the platform fills in by itself: amounts in the tenant's currency, and numbers from series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.database.statements import reader_of
from core.database.tables import series
from core.records.drafts import Draft, good
from dougong import FieldProblem
from metadata.series import format_number, period_of

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.fields import Field
    from metadata.objects import ObjectType

__all__ = ["Rates", "fill_money", "fill_numbers", "series_of", "take_numbers"]

ONE = Decimal(1)


# -- money ---------------------------------------------------------------------------------------------------


def fill_money(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], rates: Rates) -> None:
    """Fix the rate and the amount in the tenant's own currency wherever an amount or its currency changes."""
    fields = [field for field in kind.fields.values() if field.type.name == "money"]
    if not fields:
        return
    for draft in good(drafts):
        changed = draft.changed
        for field in fields:
            if not changed.isdisjoint((field.name, f"{field.name}_currency")):
                _fix(ctx, draft, field, rates)
        draft.refuse_if_problems()


def _fix(ctx: Ctx, draft: Draft, field: Field, rates: Rates) -> None:
    values, name = draft.values, field.name
    amount = values.get(name)
    if amount is None:
        values.update({f"{name}_{part}": None for part in ("currency", "rate", "rate_date", "base")})
        return
    currency = values.get(f"{name}_currency") or rates.own
    today = ctx.env.today
    rate = rates.of(currency, today)
    if rate is None:
        message = "There is no exchange rate for {currency}; add one before using it"
        draft.problems.append(FieldProblem(name, "rate", message, {"currency": currency}))
        return
    step = ONE.scaleb(-(2 if field.scale is None else field.scale))
    values[f"{name}_currency"] = currency
    values[f"{name}_rate"] = rate
    values[f"{name}_rate_date"] = today
    values[f"{name}_base"] = (amount * rate).quantize(step, ROUND_HALF_UP)


class Rates:
    """Rates to the tenant's own currency on a day, each asked for once."""

    def __init__(self, ctx: Ctx) -> None:
        self.ctx = ctx
        self.own = str(ctx.settings("organisation").get("base_currency") or "EUR")
        self._known: dict[tuple[str, date], Decimal | None] = {}

    def of(self, currency: str, day: date) -> Decimal | None:
        """What one unit is worth in the own currency; None where no rate is known."""
        if currency == self.own:
            return ONE
        key = currency, day
        if key not in self._known:
            self._known[key] = self._ask(currency, day)
        return self._known[key]

    def _ask(self, currency: str, day: date) -> Decimal | None:
        ctx = self.ctx
        table = ctx.catalogue.object("currency_rate").table

        def make() -> sa.Select[Any]:
            right = (
                table.c.currency == sa.bindparam("currency", type_=table.c.currency.type),
                table.c.valid_from <= sa.bindparam("day", type_=table.c.valid_from.type),
                table.c.deleted_at.is_(None),
            )
            return sa.select(table.c.rate).where(*right).order_by(table.c.valid_from.desc(), table.c.id.desc()).limit(1)

        statement = ctx.store.statement(("rate", ctx.catalogue.version), make)
        rows = ctx.unit.rows(statement, {"currency": currency, "day": day})
        read = reader_of(table.c.rate.type, ctx.store.dialect) or (lambda value: value)
        return read(rows[0][0]) if rows else None


# -- numbers -------------------------------------------------------------------------------------------------


def fill_numbers(ctx: Ctx, kind: ObjectType, drafts: Iterable[Draft]) -> None:
    """Give new records their numbers."""
    fields = [field for field in kind.fields.values() if field.type.name == "auto_number"]
    if not fields:
        return
    new = [draft for draft in good(drafts) if draft.before is None]
    for field in fields:
        definition = series_of(ctx, kind, field)
        groups: dict[str, list[Draft]] = defaultdict(list)
        for draft in new:
            groups[period_of(definition, _day(ctx, draft))].append(draft)
        for period, some in groups.items():
            last = take_numbers(ctx, definition, period, len(some))
            for number, draft in enumerate(some, last - len(some) + 1):
                draft.values[field.name] = format_number(definition, number, _day(ctx, draft))


def _day(ctx: Ctx, draft: Draft) -> date:
    created = draft.values.get("created_at")
    return created.date() if created is not None else ctx.env.today


def series_of(ctx: Ctx, kind: ObjectType, field: Field) -> Any:
    """The number series of a field; a plain one where none is defined."""
    name = field.series or f"{kind.name}_{field.name}"
    found = ctx.catalogue.number_series.get(name)
    return found or {"name": name, "pattern": "{00000}", "reset": "never", "start": 1}


def take_numbers(ctx: Ctx, definition: Any, period: str, many: int) -> int:
    """Take `many` numbers; answers the last of them. Those of a gapless series come back when the transaction fails; nobody
    else gets one of it until then.
    """
    statement = ctx.store.statement(("series", ctx.store.backend), lambda: _upsert(ctx.store.backend))
    values = {"name": definition["name"], "period": period, "first": definition.get("start", 1) + many - 1, "many": many}
    if definition.get("gapless"):
        ctx.unit.begin()
        taken = ctx.unit.rows(statement, values)
    else:
        taken = ctx.unit.rows_aside(statement, values)
    return int(taken[0][0])


def _upsert(backend: str) -> Any:
    dialect: Any = sqlite if backend == "sqlite" else postgresql
    given = {
        "name": sa.bindparam("name", type_=sa.Text),
        "period": sa.bindparam("period", type_=sa.Text),
        "value": sa.bindparam("first", type_=sa.BigInteger),
    }
    insert = dialect.insert(series).values(given)
    more = series.c.value + sa.bindparam("many", type_=sa.BigInteger)
    return insert.on_conflict_do_update(index_elements=["name", "period"], set_={"value": more}).returning(series.c.value)
