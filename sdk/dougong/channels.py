"""Channels: how something leaves the tenant, such as e-mail or a webhook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dougong.context import Context
from dougong.fields import Field

__all__ = ["Channel", "Message", "Reply"]


@dataclass(frozen=True)
class Reply:
    """What another server said; `headers` by their names in lower case, `body` ends where it became too much."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a channel sends.

    id: the same at each try; give it to the receiver, so that it knows what it has got already.
    to: whom it is for, as the channel has it. options: what else the sender said. settings: the tenant's values of the channel's
    fields, secrets opened. language: of whoever wanted it sent.
    """

    id: str
    to: str
    subject: str = ""
    body: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way out of the tenant.

    name: what senders and translations call it, `channel.<name>.label`. fields: what an administrator fills in before anything can be
    sent; secrets lie sealed. options: the names of what a sender may add to a message.
    send: sends a message and says what the receiver answered. It raises `Undeliverable` for what will never arrive; anything else
    that it raises means that it is tried again later. It runs outside of a transaction, at least once for each message.
    """

    name: str
    label: str
    send: Callable[[Context, Message], str]
    fields: Mapping[str, Field] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    icon: str = "send"
