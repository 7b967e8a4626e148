"""Looks into a tenant for work: jobs that are due, and events that somebody follows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core.database.unit import Unit
from core.events.listeners import LISTENERS
from core.events.listening import behind, catch_up
from core.jobs.claims import next_due

if TYPE_CHECKING:
    from core.platform import Platform

__all__ = ["listen", "work_from"]


def work_from(platform: Platform, tenant: str) -> datetime | None:
    """When there is work in this tenant next; None where none is known."""
    with Unit(platform.control.store(tenant)) as unit:
        due = next_due(unit)
        late = behind(unit, LISTENERS)
    return platform.now() if late else due


def listen(platform: Platform, tenant: str) -> bool:
    """Hand events to those who go through them; whether there may be more."""
    with Unit(platform.control.store(tenant)) as unit:
        late = behind(unit, LISTENERS)
    return any([catch_up(platform, tenant, listener) for listener in late])
