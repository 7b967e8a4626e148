"""Which state of a record may follow which."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dougong.context import Change
from dougong.errors import FieldProblem, Invalid

__all__ = ["refuse_leap"]


def refuse_leap(change: Change, moves: Mapping[str | None, Collection[str]], field: str = "status") -> None:
    """Raise Invalid where a record goes to a state that doesn't follow the one it has; None stands for a new record."""
    before = None if change.before is None else change.before[field]
    wanted = change.values[field]
    if wanted != before and wanted not in moves.get(before, ()):
        problem = FieldProblem(field, "leap", "It can't go from {before} to {wanted}", {"before": before or "–", "wanted": wanted})
        raise Invalid(errors=[problem])
