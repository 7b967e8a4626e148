"""Long work of one job as many transactions, each of which counts only while the job is still this process's.

A step writes how far it came in the same transaction as what it did, so that after a kill -9 whoever takes the job over
goes on where the last commit was. A step that commits is progress, which forgives earlier attempts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.database.failures import Again
from core.database.unit import Unit
from core.jobs.claims import advance
from core.jobs.context import JobCtx, LostClaim, job_context
from dougong import Unavailable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["in_steps"]

ATTEMPTS = 6
PAUSE = 0.05
Step = Callable[["Ctx"], "int | None"]


def in_steps(job: Ctx, step: Step) -> None:
    """Do `step` until it answers None; before that it answers how far the work is, in percent.

    Raises LostClaim, and undoes the step, when the job was cancelled or taken over.
    """
    assert isinstance(job, JobCtx)
    job.unit.close()  # no connection is held, and on SQLite nobody kept waiting, between the steps
    while _committed(job, step) is not None:
        pass


def _committed(job: JobCtx, step: Step) -> int | None:
    for attempt in range(ATTEMPTS):
        try:
            with Unit(job.store) as unit:
                percent = step(job_context(job.platform, job.tenant, unit, job.claim))
                if not advance(unit, job.claim, job.platform.now(), 99 if percent is None else percent):
                    raise LostClaim(job.claim)
            return percent
        except Again:
            time.sleep(PAUSE * 2**attempt * random.uniform(0.5, 1.5))
    raise Unavailable("Others keep changing the same things; try again in a moment", retry_after=5)
