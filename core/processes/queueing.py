"""Has definitions begun for many records: a crowd by each job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.jobs.queue import enqueue

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["RUN", "enqueue_run"]

#: The job that begins a definition for some records.
RUN = "process.run"
#: So many records does one job begin a process for.
CROWD = 50

Document = Mapping[str, Any]


def enqueue_run(ctx: Ctx, document: Document, object: str, records: Sequence[Mapping[str, Any]]) -> None:
    """Have a definition begun for some records, a crowd by each job: `{"id", "kind", "changes", "actor", "source", "depth"}`."""
    kind = "automation" if "on" in document else "approval"
    for at in range(0, len(records), CROWD):
        payload = {"kind": kind, "name": document["name"], "object": object, "records": list(records[at : at + CROWD])}
        enqueue(ctx.as_system(), RUN, payload)
