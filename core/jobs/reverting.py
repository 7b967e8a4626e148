"""Puts a change set back in the background, a batch at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.jobs.queue import enqueue
from core.jobs.stepping import in_steps
from core.records.changes import find_changes
from core.records.reverting import begin_revert, revert_next

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["REVERT", "revert_changes", "start_revert"]

REVERT = "core.revert"
#: Sets of at most so many changes are put back at once.
AT_ONCE = 100


def start_revert(ctx: Ctx, id: str) -> str | None:
    """Put a set back: a small one here and now, a large one by a job, whose id is the answer."""
    found = begin_revert(ctx, id)
    if found["changes"] > AT_ONCE:
        return enqueue(ctx, REVERT, {"change_set": id})
    while not revert_next(ctx, id):
        pass
    return None


def revert_changes(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job."""
    id = payload["change_set"]

    def step(ctx: Ctx) -> int | None:
        if revert_next(ctx, id):
            return None
        found = find_changes(ctx, id)
        return int(100 * (found["reverted"] + found["refused"]) // max(1, found["changes"]))

    in_steps(ctx, step, source="revert")
