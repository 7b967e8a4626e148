"""How far a job is, for people to see; and the word that it is no longer wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.database.queries import execute
from core.database.tables import job
from core.database.unit import Unit
from core.jobs.context import JobCtx, LostClaim
from core.jobs.queue import RUNNING

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["report_progress"]


def report_progress(ctx: Ctx, percent: int) -> None:
    """Let people see how far a job is. Raises LostClaim when it was cancelled, or given to somebody else.

    Nothing happens outside of a job, or while its own writing keeps others out.
    """
    if not isinstance(ctx, JobCtx) or (ctx.unit.writing and ctx.store.backend == "sqlite"):
        return
    with Unit(ctx.store) as unit:
        mine = (job.c.id == ctx.claim.id, job.c.fence == ctx.claim.fence, job.c.state == RUNNING)
        known = execute(unit, sa.update(job).where(*mine).values(progress=max(0, min(99, percent))))
    if not known:
        raise LostClaim(ctx.claim)
