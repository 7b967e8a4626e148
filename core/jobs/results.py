"""What a job found, kept for whoever started it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import job_result
from core.jobs.context import JobCtx

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["keep_result", "result_of"]


def keep_result(ctx: Ctx, document: Mapping[str, Any]) -> None:
    """Keep what this job found, in the transaction that ends it. Nothing happens outside of a job."""
    if not isinstance(ctx, JobCtx):
        return
    execute(ctx.unit, sa.delete(job_result).where(job_result.c.job_id == ctx.claim.id))
    text = orjson.dumps(document, default=str).decode()
    execute(ctx.unit, sa.insert(job_result), {"job_id": ctx.claim.id, "document": text})


def result_of(ctx: Ctx, id: str) -> dict[str, Any] | None:
    """What a job found; None while it has said nothing."""
    rows = fetch(ctx.unit, sa.select(job_result.c.document).where(job_result.c.job_id == id))
    return orjson.loads(rows[0].document) if rows else None
