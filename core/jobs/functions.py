"""Which function does a job: those of the core and of the tenant's enabled plugins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from core.bulk.working import BULK, run_bulk
from core.cleaning.jobs import CLEAN, clean
from core.configuration.building import BUILD_INDEX, build_index
from core.deliveries.queue import DELIVER
from core.deliveries.receiving import RECEIVE, run_received
from core.deliveries.sending import send_delivery
from core.duplicates.building import BUILD_KEYS, build_keys
from core.duplicates.finding import FIND, find_duplicates
from core.exchange.working import IMPORT, run_import
from core.files.texts import READ_FILE, read_file
from core.host.lifecycle import switch_off
from core.host.reactions import SWITCH_OFF
from core.jobs.reverting import REVERT, revert_changes
from core.jobs.stepping import one_by_one
from core.jobs.tidying import TIDY, tidy
from core.notifications.pushing import PUSH, push
from core.processes.jobs import JOBS as PROCESSES
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["OWN", "function_of"]

Function = Callable[[Any, Mapping[str, Any]], None]

#: The platform's own jobs.
OWN: Mapping[str, Function] = {
    BUILD_INDEX: build_index,
    BUILD_KEYS: build_keys,
    BULK: run_bulk,
    CLEAN: clean,
    DELIVER: send_delivery,
    FIND: find_duplicates,
    IMPORT: run_import,
    PUSH: push,
    READ_FILE: read_file,
    RECEIVE: run_received,
    REVERT: revert_changes,
    SWITCH_OFF: switch_off,
    TIDY: tidy,
    **PROCESSES,
}


def function_of(ctx: Ctx, name: str) -> Function:
    """The function of a job. A plugin that is switched off has none."""
    if name in OWN:
        return OWN[name]
    found = ctx.platform.host.jobs.get(name)
    if found is None or found[0] not in ("core", *ctx.catalogue.plugins):
        raise NotFound("No job called {name} is done here", name=name)
    job = found[1]
    if job.steps is not None:
        return partial(_in_steps, job.steps)
    assert job.run is not None
    return job.run


def _in_steps(steps: Callable[[Mapping[str, Any]], Iterable[Any]], ctx: Any, payload: Mapping[str, Any]) -> None:
    one_by_one(ctx, steps(payload))
