"""Runs one job: its function and the mark that it is done are one transaction."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from core.database.failures import Again
from core.database.unit import Unit
from core.jobs.claims import MOST_ATTEMPTS, Claim, claim, finish, give_up, next_due, put_back
from core.jobs.context import LostClaim, job_context
from core.jobs.functions import function_of
from core.jobs.turns import end_turn, is_turn, pass_on
from dougong import Problem

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["drop_turn", "run_due", "run_next", "run_rung"]

log = logging.getLogger(__name__)


def run_due(platform: Platform, tenant: str) -> int:
    """Run every job that is due, in this thread, until there is none; answers how many ran."""
    count = 0
    while run_next(platform, tenant):
        count += 1
    return count


def run_next(platform: Platform, tenant: str, started: Callable[[Claim], None] | None = None) -> bool:
    """Run the job that has been due longest; False where there is none."""
    claimed = _claimed(platform, tenant)
    if claimed is None:
        return False
    if started is not None:
        started(claimed)
    _run(platform, tenant, claimed)
    return True


def run_rung(
    platform: Platform, tenant: str, turn: str, again: Callable[[str], None], started: Callable[[Claim], None]
) -> bool:
    """Run one job because somebody rang, unless others have the tenant's turn.

    turn: what the ring says of it. again: rings for the rest, before the job begins, so that others may take it meanwhile.
    """
    claimed, turn = _claimed_in_turn(platform, tenant, turn)
    if claimed is None:
        return False
    if turn:
        again(turn)
    started(claimed)
    _run(platform, tenant, claimed)
    return True


def drop_turn(platform: Platform, tenant: str, turn: str) -> None:
    """Let go of a tenant's turn, where a ring carries it: the next ring begins one."""
    with Unit(platform.control.store(tenant)) as unit:
        if turn and is_turn(unit, turn, platform.now()):
            end_turn(unit)


def _claimed_in_turn(platform: Platform, tenant: str, turn: str) -> tuple[Claim | None, str]:
    now = platform.now()
    with Unit(platform.control.store(tenant)) as unit:
        if not turn and not _is_due(unit, now):
            return None, ""  # looking costs nobody a turn
        if not is_turn(unit, turn, now):
            return None, ""
        claimed = claim(unit, now)
        if claimed is not None and _is_due(unit, now):
            return claimed, pass_on(unit, now)
        end_turn(unit)
    return claimed, ""


def _is_due(unit: Unit, now: datetime) -> bool:
    due = next_due(unit)
    return due is not None and due <= now


def _run(platform: Platform, tenant: str, claimed: Claim) -> None:
    if claimed.spent:
        _settle(platform, tenant, lambda unit: give_up(unit, claimed, "What ran this job died, time after time"))
    else:
        _attempt(platform, tenant, claimed)


def _claimed(platform: Platform, tenant: str) -> Claim | None:
    now = platform.now()
    with Unit(platform.control.store(tenant)) as unit:
        return claim(unit, now) if _is_due(unit, now) else None  # looking costs nobody a turn; claiming does


def _attempt(platform: Platform, tenant: str, claimed: Claim) -> None:
    try:
        _do(platform, tenant, claimed)
    except LostClaim:
        log.warning("the job %s (%s) of %s was taken over or cancelled", claimed.name, claimed.id, tenant)
    except Exception as error:
        _failed(platform, tenant, claimed, error)


def _do(platform: Platform, tenant: str, claimed: Claim) -> None:
    with Unit(platform.control.store(tenant)) as unit:
        ctx = job_context(platform, tenant, unit, claimed)
        function_of(ctx, claimed.name)(ctx, claimed.payload)
        if not finish(ctx.unit, claimed):
            raise LostClaim(claimed)


def _failed(platform: Platform, tenant: str, claimed: Claim, error: Exception) -> None:
    text = str(error) if isinstance(error, Problem) else "".join(traceback.format_exception(error))[-3500:]
    if not isinstance(error, Again):
        log.warning("the job %s (%s) of %s failed, attempt %s of %s: %s",
                    claimed.name, claimed.id, tenant, claimed.attempts, MOST_ATTEMPTS, text)  # fmt: skip
    _settle(platform, tenant, lambda unit: _wait(platform, tenant, unit, claimed, text))


def _wait(platform: Platform, tenant: str, unit: Unit, claimed: Claim, text: str) -> None:
    due = put_back(unit, claimed, platform.now(), text)
    if due is not None:
        _ring(platform, tenant, unit, due)


def _ring(platform: Platform, tenant: str, unit: Unit, due: datetime) -> None:
    unit.after_commit(lambda: platform.bell.ring(tenant, due))


def _settle(platform: Platform, tenant: str, work: Callable[[Unit], None]) -> None:
    """Note how an attempt ended; a note that fails is made up for when the lease runs out."""
    try:
        with Unit(platform.control.store(tenant)) as unit:
            work(unit)
    except Exception:
        log.exception("the end of an attempt could not be noted; the job is tried again when its lease runs out")
