"""Clears away, once a day in each tenant, what nobody will ask for again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.api.idempotency import forget_old_answers
from core.audit.noting import forget_old_notes
from core.bulk.working import forget_old_bulk
from core.deliveries.receiving import forget_old_receipts
from core.deliveries.sending import forget_old_deliveries
from core.exchange.journal import forget_old_imports
from core.files.records import sweep
from core.identity.sessions import forget_dead_sessions
from core.jobs.queue import enqueue
from core.records.changes import forget_old_changes

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["TIDY", "plan_tidying", "tidy"]

TIDY = "core.tidy"
EVERY = timedelta(days=1)


def plan_tidying(ctx: Ctx) -> None:
    """Write the job for tomorrow, if it isn't written."""
    due = ctx.now + EVERY
    enqueue(ctx.as_system(), TIDY, {}, due=due, key=f"{TIDY} {due:%Y-%m-%d}")


def tidy(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """Forget sessions that ran out, kept answers, old change sets, old notes of the log, old deliveries and files
    that nothing speaks of; come back tomorrow."""
    plan_tidying(ctx)
    forget_dead_sessions(ctx)
    forget_old_answers(ctx)
    forget_old_changes(ctx)
    forget_old_imports(ctx)
    forget_old_bulk(ctx)
    forget_old_notes(ctx)
    forget_old_deliveries(ctx)
    forget_old_receipts(ctx)
    sweep(ctx)
