"""Parts of requests that several views read."""

from __future__ import annotations

from core.api.ask import Ask

__all__ = ["words"]


def words(ask: Ask, name: str) -> list[str] | None:
    """A parameter that is a list of names with commas between them."""
    given = ask.query.get(name)
    return None if given is None else [word.strip() for word in given.split(",") if word.strip()]
