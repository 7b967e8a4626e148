"""Calls the hooks of some plugins and not of others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pluggy

__all__ = ["Relay"]


class Relay:
    """`relay.record_before_save(ctx=…, change=…)` calls every implementation but those of the absent plugins."""

    def __init__(self, manager: pluggy.PluginManager, absent: Sequence[Any]) -> None:
        self._manager = manager
        self._absent = absent

    def __getattr__(self, hook: str) -> Any:
        caller = self._manager.subset_hook_caller(hook, self._absent)
        self.__dict__[hook] = caller  # the next call finds it without coming here
        return caller
