"""Long work of one job as many transactions, each of which counts only while the job is still this process's.

A step writes how far it came in the same transaction as what it did, so that after a kill -9 whoever takes the job over
goes on where the last commit was. A step that commits is progress, which forgives earlier attempts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from core.database.failures import Again
from core.database.unit import Unit
from core.jobs.claims import advance
from core.jobs.context import JobCtx, LostClaim, job_context
from dougong import Unavailable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["in_steps", "one_by_one"]

ATTEMPTS = 6
PAUSE = 0.05
Step = Callable[["Ctx"], "int | None"]


def in_steps(job: Ctx, step: Step, *, source: str = "") -> None:
    """Do `step` again and again until it answers None; before that it answers how far the work is, in percent.

    Raises LostClaim, and undoes the step, when the job was cancelled or taken over. source: what events say of the writer.
    """
    one_by_one(job, _Repeated(step), source=source)


def one_by_one(job: Ctx, steps: Iterable[Step], *, source: str = "") -> None:
    """The same for steps that differ: the next one is asked for when the last is committed. A step that lost a race runs again."""
    assert isinstance(job, JobCtx)
    job.unit.close()  # no connection is held, and on SQLite nobody kept waiting, between the steps
    for step in steps:
        _commit(job, step, source or job.source)


class _Repeated:
    """A step over and over, until it has answered None and that was committed."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._ended = False

    def __iter__(self) -> Iterator[Step]:
        while not self._ended:
            yield self._do

    def _do(self, ctx: Ctx) -> int | None:
        percent = self._step(ctx)
        self._ended = percent is None
        return percent


def _commit(job: JobCtx, step: Step, source: str) -> None:
    for attempt in range(ATTEMPTS):
        try:
            with Unit(job.store) as unit:
                ctx = job_context(job.platform, job.tenant, unit, job.claim)
                ctx.source = source
                percent = step(ctx)
                if not advance(unit, job.claim, job.platform.now(), 99 if percent is None else percent):
                    raise LostClaim(job.claim)
            return
        except Again:
            time.sleep(PAUSE * 2**attempt * random.uniform(0.5, 1.5))
    raise Unavailable("Others keep changing the same things; try again in a moment", retry_after=5)
