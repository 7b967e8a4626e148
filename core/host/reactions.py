"""Tells plugins of stored records after the commit, each on its own, so that one that fails hurts nobody."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.database.unit import Unit
from dougong import Change

if TYPE_CHECKING:
    from core.context import Ctx
    from core.host.relay import Relay

__all__ = ["SWITCH_OFF", "Reactions"]

log = logging.getLogger(__name__)

#: Failures in a row after which a plugin is switched off in a tenant.
MOST_FAILURES = 5
#: The job that switches a plugin off.
SWITCH_OFF = "core.switch_plugin_off"


class Reactions:
    """Calls `record_saved`, and counts per tenant, plugin and object how often it has failed in a row.

    Per object, since a plugin that looks away from an object succeeds with it all the time.
    """

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str, str], int] = {}
        self._lock = threading.Lock()

    def react(self, ctx: Ctx, relay: Relay, changes: Sequence[Change]) -> None:
        """Have every implementation called when the transaction of `ctx` is committed."""
        implementations = [found for found in reversed(relay.record_saved.get_hookimpls())]
        if implementations and changes:
            ctx.unit.after_commit(lambda: self._all(ctx, implementations, changes))

    def _all(self, ctx: Ctx, implementations: Sequence[Any], changes: Sequence[Change]) -> None:
        for found in implementations:
            self._one(ctx, found, changes)

    def _one(self, ctx: Ctx, found: Any, changes: Sequence[Change]) -> None:
        """In a transaction of its own, so that what a plugin writes here is whole, or isn't there."""
        key = (ctx.tenant, found.plugin_name, changes[0].object)
        try:
            with Unit(ctx.store) as unit:  # costs nothing where the plugin finds that there is nothing to do
                own = ctx.again(unit, source=found.plugin_name)
                for change in changes:
                    given = {"ctx": own, "change": change}
                    found.function(*[given[name] for name in found.argnames])
        except Exception as error:
            log.exception("the plugin %s failed in record_saved of %s", found.plugin_name, ctx.tenant)
            self._failed(ctx, key, error)
        else:
            self._failures.pop(key, None)

    def _failed(self, ctx: Ctx, key: tuple[str, str, str], error: Exception) -> None:
        with self._lock:
            count = self._failures[key] = self._failures.get(key, 0) + 1
        if count == MOST_FAILURES:
            self._failures.pop(key, None)
            self._switch_off(ctx, key[1], error)

    def _switch_off(self, ctx: Ctx, plugin: str, error: Exception) -> None:
        payload = {"plugin": plugin, "cause": f"{type(error).__name__}: {error}"[:500]}
        with ctx.platform.open(ctx.tenant, source="host") as own:
            own.enqueue(SWITCH_OFF, payload)
