"""Texts with values in them: `Look at {name}, it is worth {amount}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["filled", "paths_in"]

PLACE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\}")


def paths_in(text: str) -> Iterator[str]:
    """The paths that stand in braces."""
    return (found.group(1) for found in PLACE.finditer(text))


def filled(text: str, value: Callable[[str], str]) -> str:
    """The text with what `value` gives for each path; other braces stay."""
    return PLACE.sub(lambda found: value(found.group(1)), text)
