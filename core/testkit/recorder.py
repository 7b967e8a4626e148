"""Remembers which hooks were called with which records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dougong import Change, Context, hookimpl

__all__ = ["Call", "HookRecorder"]


@dataclass(frozen=True)
class Call:
    """One call of a hook, with the record as it was then."""

    hook: str
    object: str
    id: str
    before: Mapping[str, Any] | None
    values: Mapping[str, Any]


class HookRecorder:
    """A plugin of its own that listens to everything that happens to records."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def of(self, hook: str, object: str | None = None) -> list[Call]:
        """The calls of one hook, for one object or for all."""
        return [call for call in self.calls if call.hook == hook and object in (None, call.object)]

    def _note(self, hook: str, change: Change) -> None:
        before = None if change.before is None else dict(change.before)
        self.calls.append(Call(hook, change.object, change.id, before, dict(change.values)))

    @hookimpl(trylast=True)
    def record_before_save(self, ctx: Context, change: Change) -> None:
        """After every other plugin, so that the values are those that will be stored."""
        self._note("record_before_save", change)

    @hookimpl(trylast=True)
    def record_before_delete(self, ctx: Context, change: Change) -> None:
        """After every other plugin."""
        self._note("record_before_delete", change)

    @hookimpl(trylast=True)
    def record_saved(self, ctx: Context, change: Change) -> None:
        """After the commit."""
        self._note("record_saved", change)
