"""Secrets that are handed out once: 256 random bits, of which only the SHA-256 is kept."""

from __future__ import annotations

import hashlib
import secrets

__all__ = ["fingerprint", "new_secret"]


def new_secret() -> str:
    """A secret that can't be guessed."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is kept of a secret: enough to know it again, not to use it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
