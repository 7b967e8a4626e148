"""Links in mails by which whoever has a task decides it without signing in: signed, for one task as it was, for a while."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import orjson

from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["GOOD_FOR", "Link", "address_of", "address_within", "linked", "read_link"]

GOOD_FOR = timedelta(days=7)
DIGEST = 20
WRONG = "This link isn't good, or isn't any more; sign in to see what waits for you"


@dataclass(frozen=True)
class Link:
    """A task in the version that somebody was told of: any change of it makes the link useless."""

    task: str
    user: str
    version: int


def linked(ctx: Ctx, link: Link) -> str:
    """The word of a link, good from now on for a while."""
    body = orjson.dumps([link.task, link.user, link.version, int((ctx.now + GOOD_FOR).timestamp())])
    return base64.urlsafe_b64encode(_signed(ctx, ctx.platform.config.secret_key, body) + body).decode().rstrip("=")


def read_link(ctx: Ctx, word: str) -> Link:
    """What a link is about. Raises NotFound for one that isn't ours, of another tenant, or too old."""
    try:
        raw = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except (binascii.Error, ValueError):
        raise NotFound(WRONG) from None
    signature, body = raw[:DIGEST], raw[DIGEST:]
    config = ctx.platform.config
    if not any([hmac.compare_digest(signature, _signed(ctx, key, body)) for key in (config.secret_key, *config.secret_keys_old)]):
        raise NotFound(WRONG)
    task, user, version, until = orjson.loads(body)
    if datetime.fromtimestamp(until, ctx.now.tzinfo) < ctx.now:
        raise NotFound(WRONG)
    return Link(task, user, version)


def _signed(ctx: Ctx, secret: str, body: bytes) -> bytes:
    key = hashlib.blake2b(secret.encode(), person=b"dougong-decide").digest()
    return hashlib.blake2b(ctx.tenant.encode() + b"\0" + body, key=key, digest_size=DIGEST).digest()


def address_of(ctx: Ctx, link: Link) -> str:
    """Where a link leads."""
    return address_within(ctx, f"/decide/{linked(ctx, link)}")


def address_within(ctx: Ctx, path: str) -> str:
    """The address of a page of this tenant: where there are several, its name stands before the host."""
    parts = urlsplit(ctx.platform.config.base_url)
    only = ctx.platform.control.only_tenant()
    host = parts.netloc if only is not None and only.slug == ctx.tenant else f"{ctx.tenant}.{parts.netloc}"
    return urlunsplit((parts.scheme, host, path, "", ""))
