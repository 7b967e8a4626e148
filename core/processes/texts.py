"""What definitions say: their labels, and texts with values in them, as `Look at {name}, it is worth {amount}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["filled", "labelled", "paths_in"]

PLACE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\}")


def paths_in(text: str) -> Iterator[str]:
    """The paths that stand in braces."""
    return (found.group(1) for found in PLACE.finditer(text))


def filled(text: str, value: Callable[[str], str]) -> str:
    """The text with what `value` gives for each path; other braces stay."""
    return PLACE.sub(lambda found: value(found.group(1)), text)


def labelled(ctx: Ctx, kind: str, name: str, language: str, label: str | None) -> str:
    """What a definition is called in a language."""
    return ctx.catalogue.translations.get(language, {}).get(f"{kind}.{name}.label") or label or name
