"""Which function does a job: those of the core and of the tenant's enabled plugins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["function_of"]

CORE = "core"


def function_of(ctx: Ctx, name: str) -> Callable[[Ctx, Mapping[str, Any]], None]:
    """The function of a job. A plugin that is switched off has none."""
    found = ctx.platform.host.jobs.get(name)
    if found is None or found[0] not in (CORE, *ctx.catalogue.plugins):
        raise NotFound("No job called {name} is done here", name=name)
    return found[1].run
