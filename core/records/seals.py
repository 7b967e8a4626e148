"""Seals: texts encrypted so that they open with the installation's key, in their tenant, at their place, and nowhere else."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["MARK", "Place", "Seals", "Tampered", "UnknownKey"]

#: What a sealed text begins with; then come the id of the key and the ciphertext, with colons between.
MARK = "dg1:"
NONCE = 12
#: The object, field and record id that a text belongs to.
Place = tuple[str, str, str]


class UnknownKey(Exception):
    """It was sealed with a key that isn't here."""


class Tampered(Exception):
    """It was changed, or moved here from another tenant, record or field."""


class Seals:
    """The keys of one tenant, made from the installation's secrets: the first seals, every one opens."""

    def __init__(self, secrets: Sequence[str], salt: bytes) -> None:
        """`salt`: random bytes that are the tenant's own; they travel with its data."""
        self._salt = salt
        self._keys = {_derived(secret, b"", b"id", 4).hex(): _derived(secret, salt, b"seal", 32) for secret in secrets}
        self._current = next(iter(self._keys))

    def seal(self, text: str, place: Place) -> str:
        """The text as it may lie in a database."""
        nonce = os.urandom(NONCE)
        content = nonce + AESGCM(self._keys[self._current]).encrypt(nonce, text.encode(), self._bound(self._current, place))
        return f"{MARK}{self._current}:{base64.b64encode(content).decode()}"

    def open(self, sealed: str, place: Place) -> str:
        """The text that was sealed. What bears no mark is older than sealing, and comes back as it is."""
        if not sealed.startswith(MARK):
            return sealed
        id, _, content = sealed.removeprefix(MARK).partition(":")
        if id not in self._keys:
            raise UnknownKey(id)
        try:
            raw = base64.b64decode(content, validate=True)
            return AESGCM(self._keys[id]).decrypt(raw[:NONCE], raw[NONCE:], self._bound(id, place)).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise Tampered(id) from None

    def is_current(self, sealed: str) -> bool:
        """Whether it is sealed, with the key that seals now."""
        return sealed.startswith(f"{MARK}{self._current}:")

    def _bound(self, id: str, place: Place) -> bytes:
        return orjson.dumps([id, self._salt.hex(), *place])


def _derived(secret: str, salt: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=b"dougong secret field " + purpose).derive(secret.encode())
