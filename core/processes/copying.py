"""Processes of a tenant that is a copy of another: they stand still until somebody lets them go on, so that nothing is done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import process as processes
from core.processes.driving import send
from core.processes.scheduling import follow_schedules
from metadata.catalogue import Catalogue
from workflows.events import Suspended

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["settle_copy"]


def settle_copy(ctx: Ctx) -> None:
    """Suspend what runs, which keeps the time that each timer has left, and plan what begins at a time."""
    for row in fetch(ctx.unit, sa.select(processes.c.id).where(processes.c.state == "running")):
        send(ctx, row.id, Suspended(None))
    follow_schedules(ctx, Catalogue.build([]))
