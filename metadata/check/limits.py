"""How much one tenant may define: enough for every business, and a bound for every cost."""

from __future__ import annotations

__all__ = ["FIELDS_OF_OBJECT", "FORMULA_DEPTH", "INDEXES_OF_OBJECT", "OBJECTS", "OPTIONS_OF_FIELD", "ROLLUPS_OF_OBJECT",
           "ROWS"]  # fmt: skip

OBJECTS = 1_000
FIELDS_OF_OBJECT = 500
OPTIONS_OF_FIELD = 1_000
ROLLUPS_OF_OBJECT = 50
INDEXES_OF_OBJECT = 60
FORMULA_DEPTH = 10
"""How many formulas may be computed from one another in a row."""
ROWS = 20_000
