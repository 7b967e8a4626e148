"""Gives existing records their numbers in a new automatic number field, the oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.records.filling import series_of, take_numbers
from metadata.fields import Field
from metadata.series import format_number, period_of

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["number_records"]


def number_records(ctx: Ctx, field: Field) -> None:
    """Number every record that has none."""
    kind = ctx.catalogue.object(field.object)
    table, series = kind.table, series_of(ctx, kind, field)
    query = sa.select(table.c.id, table.c.created_at).where(table.c[field.name].is_(None))
    rows = fetch(ctx.unit, query.order_by(table.c.created_at, table.c.id))
    numbers = list(_numbers(ctx, series, [(row.id, row.created_at.date()) for row in rows]))
    if numbers:
        update = (
            sa.update(table).where(table.c.id == sa.bindparam("record")).values({field.name: sa.bindparam("number")})
        )
        execute(ctx.unit, update, numbers)


def _numbers(ctx: Ctx, series: Any, records: Iterable[tuple[str, date]]) -> Iterable[dict[str, Any]]:
    periods: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for id, day in records:
        periods[period_of(series, day)].append((id, day))
    for period, some in periods.items():
        last = take_numbers(ctx, series, period, len(some))
        for number, (id, day) in enumerate(some, last - len(some) + 1):
            yield {"record": id, "number": format_number(series, number, day)}
