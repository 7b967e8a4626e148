"""Parts of requests that several views read."""

from __future__ import annotations

import re

from core.api.ask import Ask
from dougong import BadRequest

__all__ = ["id_of", "version_seen", "words"]

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')


def words(ask: Ask, name: str) -> list[str] | None:
    """A parameter that is a list of names with commas between them."""
    given = ask.query.get(name)
    return None if given is None else [word.strip() for word in given.split(",") if word.strip()]


def id_of(ask: Ask, name: str) -> str | None:
    """A parameter that is an id. Raises BadRequest for what can't be one."""
    given = ask.query.get(name)
    if given is not None and ID.fullmatch(given) is None:
        raise BadRequest("{name} is the id of something in the list", name=name)
    return given


def version_seen(ask: Ask) -> int | None:
    """The version that the writer has seen."""
    given = ask.request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    match = ETAG.fullmatch(given.strip())
    if match is None:
        raise BadRequest('If-Match holds the ETag of one record, such as "3"')
    return int(match[1])
