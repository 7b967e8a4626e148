"""What there is to draw: automations, approvals and decision tables, who changed them last, and what they have done lately."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import definition_version as versions
from core.database.tables import process as processes
from core.ids import new_id
from core.processes.reading import people_of

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["overview"]

KINDS = ("automation", "approval", "decision_table")
#: Of how long runs are counted.
LATELY = timedelta(days=30)


def overview(ctx: Ctx) -> list[dict[str, Any]]:
    """Each of them with who changed it last and when, its runs of the last thirty days, and how many of these are open or stuck."""
    known = [(kind, name) for kind, name in ctx.catalogue.effective if kind in KINDS]
    changed, ran = _changed(ctx), _ran(ctx)
    people = people_of(ctx, [row.author_id for row in changed.values()])
    found = []
    for key in known:
        last, runs = changed.get(key), ran.get(key)
        author = None if last is None else last.author_id
        found.append({
            "kind": key[0], "name": key[1], "changed_at": None if last is None else last.at,
            "changed_by": None if author is None else {"id": author, "name": people.get(author, "")},
            "runs": runs.runs if runs else 0, "open": runs.open if runs else 0, "stuck": runs.stuck if runs else 0, "last_at": runs.last if runs else None,
        })  # fmt: skip
    return found


def _changed(ctx: Ctx) -> dict[tuple[str, str], Any]:
    """The latest version of each, whichever layer it is of."""
    query = sa.select(versions.c.kind, versions.c.name, versions.c.at, versions.c.author_id).where(versions.c.kind.in_(KINDS)).order_by(versions.c.at)
    return {(row.kind, row.name): row for row in fetch(ctx.unit, query)}


def _ran(ctx: Ctx) -> dict[tuple[str, str], Any]:
    """Counts of processes that have begun lately: ids tell when they were made."""
    open_, stuck = (sa.func.sum(sa.case((flag, 1), else_=0)) for flag in (processes.c.ended_at.is_(None), processes.c.stuck))
    query = sa.select(processes.c.kind, processes.c.name, sa.func.count().label("runs"), open_.label("open"), stuck.label("stuck"), sa.func.max(processes.c.started_at).label("last"))
    query = query.where(processes.c.id >= new_id(ctx.now - LATELY)).group_by(processes.c.kind, processes.c.name)
    return {(row.kind, row.name): row for row in fetch(ctx.unit, query)}
