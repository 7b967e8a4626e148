"""Signatures of webhooks as Standard Webhooks has them: HMAC-SHA256 over id, time and body.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping

__all__ = ["TOLERANCE", "is_genuine", "new_secret", "signed_headers"]

PREFIX = "whsec_"
VERSION = "v1"
#: Seconds that the clocks of sender and receiver may differ.
TOLERANCE = 300
MOST_SIGNATURES = 20


def new_secret() -> str:
    """A secret for one receiver."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed_headers(id: str, at: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The three headers; while a secret is being changed there are two keys, and a signature by each."""
    signatures = " ".join(f"{VERSION},{_signature(id, str(at), body, key)}" for key in keys)
    return {"webhook-id": id, "webhook-timestamp": str(at), "webhook-signature": signatures}


def is_genuine(headers: Mapping[str, str], body: bytes, keys: Iterable[str], now: int) -> bool:
    """Whether one of the keys has signed this, a moment ago. headers: by their names in lower case."""
    id, at, given = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not id or not at.isascii() or not at.isdigit() or len(at) > 12 or abs(int(at) - now) > TOLERANCE:
        return False
    wanted = [f"{VERSION},{_signature(id, at, body, key)}".encode() for key in keys]
    signatures = [signature.encode() for signature in given.split(" ", MOST_SIGNATURES)[:MOST_SIGNATURES]]
    return any([hmac.compare_digest(one, other) for one in wanted for other in signatures])


def _signature(id: str, at: str, body: bytes, key: str) -> str:
    content = b".".join((id.encode(), at.encode(), body))
    return base64.b64encode(hmac.new(_bytes(key), content, hashlib.sha256).digest()).decode()


def _bytes(key: str) -> bytes:
    """The key that a secret stands for. Raises ValueError for one that can't be."""
    try:
        found = base64.b64decode(key.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not found:
        raise ValueError("a secret of a webhook is whsec_ and base64")
    return found
