"""The rim for work outside of HTTP: a transaction of its own, begun again when it loses a race."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from core.database.failures import Again
from core.rights.actor import SYSTEM, Actor
from dougong import Unavailable

if TYPE_CHECKING:
    from core.context import Ctx
    from core.platform import Platform

__all__ = ["in_transaction"]

T = TypeVar("T")
ATTEMPTS = 6
PAUSE = 0.05


def in_transaction(
    platform: Platform, tenant: str, work: Callable[[Ctx], T], *, actor: Actor = SYSTEM, source: str = ""
) -> T:
    """Do `work` and commit. Work that lost a race did nothing, and is done again, at most five times."""
    for attempt in range(ATTEMPTS):
        try:
            with platform.open(tenant, actor, source=source) as ctx:
                return work(ctx)
        except Again:
            time.sleep(PAUSE * 2**attempt * random.uniform(0.5, 1.5))
    raise Unavailable("Others keep changing the same things; try again in a moment", retry_after=5)
