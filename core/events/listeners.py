"""Who goes through the events of every tenant."""

from __future__ import annotations

import sqlalchemy as sa

from core.database.queries import fetch
from core.database.tables import listener
from core.database.unit import Unit
from core.deliveries.telling import TELLING
from core.events.listening import Listener, place
from core.notifications.noticing import NOTICING
from core.processes.triggers import TRIGGERING

__all__ = ["LISTENERS", "place_listeners"]

LISTENERS: tuple[Listener, ...] = (NOTICING, TRIGGERING, TELLING)


def place_listeners(unit: Unit, *, anew: bool = False) -> None:
    """Let those begin that have no place yet; `anew`: all, where the events are those of another installation."""
    known = set() if anew else {row.name for row in fetch(unit, sa.select(listener.c.name))}
    for each in LISTENERS:
        if each.name not in known:
            place(unit, each.name)
