"""Pairs of records of which somebody said that they are not the same thing; remembered, and never found again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.database.queries import execute, fetch
from core.database.tables import not_duplicate
from core.records.storing import chunks

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["dismiss", "dismissed"]


def dismiss(ctx: Ctx, object: str, ids: Sequence[str]) -> None:
    """Remember that no two of these are the same."""
    dialect = sqlite if ctx.store.backend == "sqlite" else postgresql
    said = {"object": object, "said_by": ctx.actor.id, "at": ctx.now}
    rows = [{"one": one, "other": other, **said} for one, other in combinations(sorted(set(ids)), 2)]
    execute(ctx.unit, dialect.insert(not_duplicate).on_conflict_do_nothing(), rows)


def dismissed(ctx: Ctx, ids: Collection[str]) -> set[tuple[str, str]]:
    """The pairs among these records, the smaller id first."""
    return {pair for chunk in chunks(sorted(ids)) for pair in _of(ctx, chunk)}


def _of(ctx: Ctx, chunk: Iterable[str]) -> list[tuple[str, str]]:
    query = sa.select(not_duplicate.c.one, not_duplicate.c.other).where(not_duplicate.c.one.in_(set(chunk)))
    return [(row.one, row.other) for row in fetch(ctx.unit, query)]
