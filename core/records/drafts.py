"""A record on its way into storage: what was given, what was there, what it will be, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dougong import FieldProblem, Invalid, Problem

__all__ = ["Draft", "good", "raise_first"]


@dataclass
class Draft:
    """One record of a write. Exactly one of the steps refuses it: then `failure` says why, and later steps skip it.

    own_edit, own_full: whether the actor may change, and delete or hand over, the record as his own. locked: whether a
    process keeps it as it is.
    """

    position: int
    id: str
    given: Mapping[str, Any] = field(default_factory=dict)
    expected: int | None = None
    before: dict[str, Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    own_edit: bool = True
    own_full: bool = True
    locked: bool = False
    problems: list[FieldProblem] = field(default_factory=list)
    failure: Problem | None = None
    status: str = ""

    @property
    def changed(self) -> set[str]:
        """The names of the fields whose values differ from before."""
        if self.before is None:
            return {name for name, value in self.values.items() if value is not None}
        before = self.before
        return {name for name, value in self.values.items() if before.get(name) != value}

    def refuse_if_problems(self) -> None:
        """Turn gathered problems into the failure."""
        if self.problems and self.failure is None:
            self.failure = Invalid(errors=self.problems)


def good(drafts: Iterable[Draft]) -> list[Draft]:
    """Those that nothing has refused."""
    return [draft for draft in drafts if draft.failure is None]


def raise_first(drafts: Iterable[Draft]) -> None:
    """Raise the failure of the first refused draft, if any."""
    for draft in drafts:
        if draft.failure is not None:
            raise draft.failure
