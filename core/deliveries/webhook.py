"""The channel of webhooks: one request to a URL, signed where the receiver has a secret."""

from __future__ import annotations

import re

from core.deliveries.signing import signed_headers
from dougong import Channel, Context, Message, Unavailable, Undeliverable

__all__ = ["Gone", "webhook"]

METHODS = ("POST", "PUT", "PATCH", "DELETE", "GET")
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
#: Headers that say how the request is carried, or that we say ourselves.
OWN = frozenset({"host", "content-length", "connection", "transfer-encoding", "upgrade", "expect", "te", "trailer", "idempotency-key"})
GONE = 410
BUSY = frozenset({429, 503})
LONGEST_ANSWER = 1000


class Gone(Exception):
    """Why a message can't be delivered: the receiver wants nothing more at this address."""


def send(ctx: Context, message: Message) -> str:
    """Ask once; anything but 2xx counts as not received."""
    method = str(message.options.get("method") or "POST").upper()
    if method not in METHODS:
        raise Undeliverable("A webhook is sent by one of {known}", known=METHODS)
    body = b"" if method == "GET" else message.body.encode()
    headers = {"Content-Type": "application/json", "User-Agent": "Dougong", **_given(message), "Idempotency-Key": message.id}
    reply = ctx.ask(method, message.to, body=body, headers={**headers, **_signature(ctx, message, body)})
    said = reply.body[:LONGEST_ANSWER].decode("utf-8", "replace").strip()
    answer = f"{reply.status} {said}".strip()
    if reply.status == GONE:
        raise Undeliverable("The receiver wants no more of it: {answer}", answer=answer) from Gone()
    if reply.status in BUSY:
        raise Unavailable("{answer}", answer=answer, retry_after=_seconds(reply.headers.get("retry-after", "")))
    if not 200 <= reply.status < 300:
        raise ConnectionError(answer)
    return answer


def _given(message: Message) -> dict[str, str]:
    given = message.options.get("headers") or {}
    for name, value in given.items():
        if not TOKEN.fullmatch(name) or name.lower() in OWN or name.lower().startswith("webhook-"):
            raise Undeliverable("A webhook can't have the header {name}", name=name[:100])
        if not isinstance(value, str) or not value.isprintable():
            raise Undeliverable("The header {name} has a value that can't be sent", name=name)
    return {name: value for name, value in given.items()}


def _signature(ctx: Context, message: Message, body: bytes) -> dict[str, str]:
    given = message.options.get("secret") or []
    keys = [given] if isinstance(given, str) else given
    id = f"msg_{message.id}"
    if not keys:
        return {"webhook-id": id}
    try:
        return signed_headers(id, int(ctx.now.timestamp()), body, keys)
    except ValueError:
        raise Undeliverable("The secret of a webhook is whsec_ and base64") from None


def _seconds(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 5


webhook = Channel(name="webhook", label="Webhook", icon="webhook", send=send, options=("method", "headers", "secret"))
