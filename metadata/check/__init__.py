"""Everything that can be wrong with a set of definitions: `check(rows, previous)` gathers it."""

from metadata.check.run import check

__all__ = ["check"]
