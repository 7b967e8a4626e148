"""What plugins do after a commit: each by itself, so that one that fails hurts neither the request nor the others."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.host.host import CORE
from core.host.lifecycle import disable
from core.transactions import in_transaction
from dougong import Change, Problem

if TYPE_CHECKING:
    from core.context import Ctx
    from core.platform import Platform
    from core.rights.actor import Actor

__all__ = ["Effects"]

log = logging.getLogger(__name__)

#: After so many failures in a row a plugin is switched off for the tenant.
MOST_FAILURES = 5
NOTICE = "Switched off after it failed {times} times in a row; the last time: {cause}"


class Effects:
    """Calls `record_saved`, and counts the failures of each plugin in each tenant."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._failures: dict[tuple[str, str], int] = defaultdict(int)
        self._lock = threading.Lock()

    def after_commit(self, ctx: Ctx, changes: Sequence[Change]) -> None:
        """Let the enabled plugins know of these changes, once they are committed."""
        listeners = self._listeners(ctx.catalogue.plugins)
        if listeners:
            tenant, actor = ctx.tenant, ctx.actor
            ctx.unit.after_commit(lambda: self._tell(tenant, actor, listeners, changes))

    def _listeners(self, enabled: Sequence[str]) -> list[str]:
        found = self.platform.host.manager.hook.record_saved.get_hookimpls()
        return [impl.plugin_name for impl in found if impl.plugin_name == CORE or impl.plugin_name in enabled]

    def _tell(self, tenant: str, actor: Actor, listeners: Sequence[str], changes: Sequence[Change]) -> None:
        for name in listeners:
            for change in changes:
                self._call(tenant, actor, name, change)

    def _call(self, tenant: str, actor: Actor, name: str, change: Change) -> None:
        listen = self.platform.host.only(name, "record_saved")
        try:
            in_transaction(self.platform, tenant, lambda ctx: listen(ctx=ctx, change=change), actor=actor, source=name)
        except Exception as error:
            log.exception("record_saved of the plugin %s failed in the tenant %s", name, tenant)
            self._failed(tenant, name, error)
        else:
            self._failures.pop((tenant, name), None)

    def _failed(self, tenant: str, name: str, error: Exception) -> None:
        with self._lock:
            self._failures[tenant, name] += 1
            enough = self._failures[tenant, name] == MOST_FAILURES
        if enough and name != CORE:
            self._switch_off(tenant, name, NOTICE.format(times=MOST_FAILURES, cause=f"{type(error).__name__}: {error}"))

    def _switch_off(self, tenant: str, name: str, notice: str) -> None:
        def work(ctx: Ctx) -> Any:
            return disable(ctx, name, notice=notice[:500])

        try:
            in_transaction(self.platform, tenant, work, source="breaker")
        except Problem:
            log.exception("the plugin %s can't be switched off in the tenant %s", name, tenant)
