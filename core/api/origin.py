"""Refuses writes that another site makes a signed-in browser send."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

from core.identity.identify import Identity
from dougong import NotAllowed

__all__ = ["refuse_foreign", "refuse_forged"]

OUR_OWN = ("same-origin", "none")


def refuse_forged(headers: Headers, identity: Identity, host: str) -> None:
    """A write with a session's cookie must show the session's word, which other sites can't know."""
    refuse_foreign(headers, host)
    given = headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), (identity.csrf or "").encode()):
        raise NotAllowed("Send the header X-CSRF-Token with the value that GET /api/v1/me gives as csrf")


def refuse_foreign(headers: Headers, host: str) -> None:
    """What a browser says of the page that sends the request must be our own."""
    site = headers.get("Sec-Fetch-Site")
    if site is not None and site not in OUR_OWN:
        raise NotAllowed("Another site can't write here")
    origin = headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        raise NotAllowed("Another site can't write here")
