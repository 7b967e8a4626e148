"""What a view is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.identity.identify import Identity

if TYPE_CHECKING:
    from flask import Request

    from core.api.services import Services

__all__ = ["Answer", "Ask", "NOBODY"]

NOBODY = Identity("active", 0, 0)


@dataclass(slots=True)
class Ask:
    """A request, read and checked as far as its route declares: path, query, body.

    language, texts: what refusals are written in. secure: whether it came by https. address: where it came from.
    """

    services: Services
    request: Request
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any = None
    identity: Identity = NOBODY
    language: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    secure: bool = False
    address: str = ""


@dataclass(slots=True)
class Answer:
    """What a view answers: `data` becomes JSON; `content` and `stream` are sent as they are, as `type`."""

    data: Any = None
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    content: bytes | None = None
    stream: Iterator[bytes] | None = None
    type: str = "application/json"
    policy: str = ""
    cache: str = ""
