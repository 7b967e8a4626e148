"""How large an expression may be: everything here is refused when it is written, not when it runs."""

from __future__ import annotations

__all__ = [
    "MAX_CHECKED_DEPTH",
    "MAX_CHECKED_NODES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_ITEMS",
    "MAX_LITERALS",
    "MAX_NODES",
    "MAX_STEPS",
    "MAX_TEXT",
    "MAX_WRITTEN",
]

MAX_WRITTEN = 4_000
"""Characters of an expression, not counting what stands inside its literals."""

MAX_LITERALS = 100_000
"""Characters of all literals of an expression together (a thousand ids need forty thousand)."""

MAX_NODES = 500
"""Operators, calls, fields and literals; the items of IN lists are counted apart."""

MAX_CHECKED_DEPTH = 60
"""The same after functions that stand for an expression were written out."""

MAX_CHECKED_NODES = 2_000
"""Parts after that."""

MAX_DEPTH = 40
"""How deeply calls and operators may be nested; a chain such as `a + b + c` is one level."""

MAX_ITEMS = 1_000
"""Items of one IN list."""

MAX_DIGITS = 1_000
"""Digits that a number could have on either side of the point, in the worst case."""

MAX_STEPS = 100_000
"""Steps of one evaluation: one a call, and one for each hundred characters of text it makes."""

MAX_TEXT = 100_000
"""Characters of a text that an expression makes."""
