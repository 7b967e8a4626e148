"""Says that an engine which a test needs can't be had here."""

from __future__ import annotations

from typing import NoReturn

import pytest

__all__ = ["lacking"]


def lacking(what: str, way_out: str) -> NoReturn:
    """Skip the test with the reason and the way out; with CI=true every skip is a failure (see conftest.py)."""
    pytest.skip(f"{what}; {way_out}")
